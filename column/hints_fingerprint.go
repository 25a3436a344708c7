//go:build !tiny

package column

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/fingerprint"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// columnJA4 is the column of TLS that names of clients go by.
const columnJA4 = "ja4_client"

// hintColumns show what fingerprints suggest. A fingerprint is put together at the end of the row, and replaced.
func hintColumns(o *Options) []Column {
	ja4 := ja4Of(o.Protocols)
	return []Column{
		termColumn(columnOSHint, "operating system that the TCP fingerprint suggests, by a list or by Rules",
			func(dst []byte, f *flow.Flow) []byte {
				return o.suggest(f.AppendTCPFingerprint(dst), len(dst), fingerprint.OS)
			}),
		termColumn("tls_client", "browser, tool or library that the JA4 fingerprint suggests, by a list or by Rules",
			func(dst []byte, f *flow.Flow) []byte { return o.suggest(ja4(dst, f), len(dst), fingerprint.Client) }),
		plainColumn(columnNDPI, "fingerprint of a flow of TLS or QUIC as nDPI 5.0 makes it of the TCP fingerprint and JA4",
			func(dst []byte, f *flow.Flow) []byte { return appendNDPI(dst, f, ja4) }),
	}
}

// suggest replaces the fingerprint from a place on by its name, which rules give or a list has.
func (o *Options) suggest(dst []byte, at int, list func([]byte) string) []byte {
	name := ""
	if o.Named != nil {
		name = o.Named(dst[at:])
	}
	if name == "" {
		name = list(dst[at:])
	}
	return append(dst[:at], name...)
}

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
	at := len(dst)
	dst = f.AppendTCPFingerprint(dst)
	middle := len(dst)
	dst = ja4(dst, f)
	end := len(dst)
	if end == middle && (middle == at || f.Label().Protocol != categories.TLS || f.Label().Guessed()) {
		return dst[:at]
	}
	dst = fingerprint.AppendNDPI(dst, dst[at:middle], dst[middle:end], f.ServerName())
	return append(dst[:at], dst[end:]...)
}
