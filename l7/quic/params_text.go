//go:build !tiny

package quic

import (
	"math"
	"strconv"

	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// maxParameters is how many parameters the list in text has at most.
const maxParameters = 32

// AppendIDs appends the numbers of the parameters in hex to b, in order with commas between them, without those that
// are there to be ignored (RFC 9000, section 18.1).
func (p Parameters) AppendIDs(b []byte) []byte {
	n := 0
	for id := range p.All() {
		if id%31 == 27 {
			continue
		}
		if n++; n > maxParameters {
			return b
		}
		if n > 1 {
			b = append(b, ',')
		}
		b = strconv.AppendUint(b, uint64(id), 16)
	}
	return b
}

// Integer returns the value of a parameter that is an integer (RFC 9000, section 18.2), and whether it is there.
func (p Parameters) Integer(id ParameterID) (uint64, bool) {
	value, ok := p.Find(id)
	if !ok {
		return 0, false
	}
	c := wire.NewCursor(value)
	n := readVarint(&c)
	return n, c.OK()
}

// describe reads the client's transport parameters.
func (m *Metadata) describe(p Parameters) {
	var room [128]byte
	m.Parameters = string(p.AppendIDs(room[:0]))
	timeout, _ := p.Integer(ParamMaxIdleTimeout)
	m.IdleTimeout = uint32(min(timeout, math.MaxUint32))
	m.MaxData, _ = p.Integer(ParamInitialMaxData)
}

// moreColumns show what a tiny build leaves out.
func moreColumns() []*metadata.Column {
	type record = *Metadata
	return []*metadata.Column{
		metadata.Text("quic_parameters", "numbers of the client's transport parameters in hex, in order, comma separated",
			func(m record) string { return m.Parameters }).Separated(),
		metadata.Int("quic_idle_timeout_ms", "idle timeout that the client offers",
			func(m record) int64 { return int64(m.IdleTimeout) }).Measured("ms").OrNone(),
		metadata.Int("quic_max_data", "bytes that the client accepts at first",
			func(m record) int64 { return int64(m.MaxData) }).Measured("bytes").OrNone(),
	}
}
