package column

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/fingerprint"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// The columns for which a flow's SYN is kept.
const (
	columnTCPFingerprint = "tcp_fingerprint"
	columnOSHint         = "os_hint"
	columnNDPI           = "ndpi_fingerprint"
)

// columnJA4 is the column of TLS that names of clients go by.
const columnJA4 = "ja4_client"

func fingerprintColumns(o *Options) []Column {
	ja4 := ja4Of(o.Protocols)
	named := o.Named
	if named == nil {
		named = func([]byte) string { return "" }
	}
	return []Column{
		plainColumn(columnTCPFingerprint, "flags, initial time to live, window and a hash of the options of the client's SYN",
			func(dst []byte, f *flow.Flow) []byte { return f.AppendTCPFingerprint(dst) }),
		plainColumn(columnOSHint, "operating system that the TCP fingerprint suggests, by a list or by Rules",
			func(dst []byte, f *flow.Flow) []byte {
				var room [tcpRoom]byte
				print := f.AppendTCPFingerprint(room[:0])
				if name := named(print); name != "" {
					return append(dst, name...)
				}
				return append(dst, fingerprint.OS(print)...)
			}),
		plainColumn("tls_client", "browser, tool or library that the JA4 fingerprint suggests, by a list or by Rules",
			func(dst []byte, f *flow.Flow) []byte {
				var room [ja4Room]byte
				print := ja4(room[:0], f)
				if name := named(print); name != "" {
					return append(dst, name...)
				}
				return append(dst, fingerprint.Client(print)...)
			}),
		plainColumn(columnNDPI, "fingerprint of a flow of TLS or QUIC as nDPI 5.0 makes it of the TCP fingerprint and JA4",
			func(dst []byte, f *flow.Flow) []byte { return appendNDPI(dst, f, ja4) }),
		plainColumn("community_id", "Community ID, version 1, seed 0; of ICMP that of the first message", appendCommunityID),
	}
}

// Bytes of fingerprints, for which nothing is allocated.
const (
	tcpRoom = 64
	ja4Room = 64
)

// ja4Of returns what appends the JA4 of a flow.
func ja4Of(columns []*metadata.Column) func([]byte, *flow.Flow) []byte {
	for _, m := range columns {
		if m.Name == columnJA4 {
			return func(dst []byte, f *flow.Flow) []byte {
				dst, _ = m.AppendText(dst, f.Metadata())
				return dst
			}
		}
	}
	return func(dst []byte, _ *flow.Flow) []byte { return dst }
}

// appendNDPI appends nDPI's fingerprint of a flow with a JA4, or of TLS over TCP with a SYN.
func appendNDPI(dst []byte, f *flow.Flow, ja4 func([]byte, *flow.Flow) []byte) []byte {
	var tcpPlace [tcpRoom]byte
	var ja4Place [ja4Room]byte
	tcp, client := f.AppendTCPFingerprint(tcpPlace[:0]), ja4(ja4Place[:0], f)
	if len(client) == 0 && (len(tcp) == 0 || f.Label().Protocol != categories.TLS || f.Label().Guessed()) {
		return dst
	}
	return fingerprint.AppendNDPI(dst, tcp, client, f.ServerName())
}
