package column

import "github.com/nfstream/nfstream-go/flow"

// The columns for which a flow's SYN is kept.
const (
	columnTCPFingerprint = "tcp_fingerprint"
	columnOSHint         = "os_hint"
	columnNDPI           = "ndpi_fingerprint"
)

func fingerprintColumns(o *Options) []Column {
	all := []Column{
		plainColumn(columnTCPFingerprint, "flags, initial time to live, window and a hash of the options of the client's SYN",
			func(dst []byte, f *flow.Flow) []byte { return f.AppendTCPFingerprint(dst) }),
		plainColumn("community_id", "Community ID, version 1, seed 0; of ICMP that of the first message", appendCommunityID),
	}
	return append(all, hintColumns(o)...)
}
