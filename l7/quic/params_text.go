package quic

import (
	"strconv"

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
