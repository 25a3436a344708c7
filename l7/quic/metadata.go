package quic

import "github.com/nfstream/nfstream-go/l7/metadata"

// Metadata is what was read of QUIC. That of the TLS inside is tls.Metadata.
type Metadata struct {
	Version string // such as V-1, Draft-29 or Q046
}

func columns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("quic_version", "version of QUIC, such as V-1, Draft-29 or Q046",
			func(m *Metadata) string { return m.Version }),
	}
}
