package quic

import (
	"math"

	"github.com/nfstream/nfstream-go/l7/metadata"
)

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

// describe reads the client's transport parameters.
func (m *Metadata) describe(p Parameters) {
	var room [128]byte
	m.Parameters = string(p.AppendIDs(room[:0]))
	timeout, _ := p.Integer(ParamMaxIdleTimeout)
	m.IdleTimeout = uint32(min(timeout, math.MaxUint32))
	m.MaxData, _ = p.Integer(ParamInitialMaxData)
}

func columns() []*metadata.Column {
	type record = *Metadata
	return []*metadata.Column{
		metadata.Text("quic_version", "version of QUIC, such as V-1, Draft-29 or Q046", func(m record) string { return m.Version }),
		metadata.Text("quic_parameters", "numbers of the client's transport parameters in hex, in order, comma separated",
			func(m record) string { return m.Parameters }),
		metadata.Int("quic_idle_timeout_ms", "idle timeout that the client offers",
			func(m record) int64 { return int64(m.IdleTimeout) }).Measured("ms").OrNone(),
		metadata.Int("quic_max_data", "bytes that the client accepts at first",
			func(m record) int64 { return int64(m.MaxData) }).Measured("bytes").OrNone(),
	}
}
