package quic

import "github.com/nfstream/nfstream-go/l7/metadata"

// Metadata is what was read of QUIC. That of the TLS inside is tls.Metadata.
type Metadata struct {
	Version string // such as V-1, Draft-29 or Q046

	// Of the client's transport parameters (RFC 9000, section 18.2): their numbers in hex with commas between them, and the
	// idle timeout in milliseconds, 0 for none.
	Parameters  string
	IdleTimeout uint32
	// MaxData is how many bytes the server may send at first.
	MaxData uint64
}

func columns() []*metadata.Column {
	type record = *Metadata
	all := []*metadata.Column{
		metadata.Text("quic_version", "version of QUIC, such as V-1, Draft-29 or Q046", func(m record) string { return m.Version }).Repeating(),
	}
	return append(all, moreColumns()...)
}
