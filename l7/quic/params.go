package quic

import (
	"iter"

	"github.com/nfstream/nfstream-go/l7/wire"
)

// ParameterID is the number of a transport parameter.
type ParameterID uint64

// The parameters that the package reads (RFC 9000, section 18.2); the last are Google's.
const (
	ParamMaxIdleTimeout    ParameterID = 0x01
	ParamInitialMaxData    ParameterID = 0x04
	ParamInitialSourceID   ParameterID = 0x0f
	ParamVersionInfo       ParameterID = 0x11 // RFC 9368, section 3
	ParamGoogleUserAgent   ParameterID = 0x3129
	ParamGoogleVersion     ParameterID = 0x4752
	ParamGoogleConnOptions ParameterID = 0x3128
)

// Parameters is the list of a hello's transport parameters as on the wire, the data of the extension that package tls
// has as QUICParameters.
type Parameters struct {
	data []byte
	old  bool // numbers and lengths have two bytes each, after a length prefix of two bytes
}

// ParseParameters returns the list of a hello of the given version; drafts up to 26 encode it otherwise. The result
// borrows from data.
func ParseParameters(v Version, data []byte) Parameters {
	p := Parameters{data: data}
	if v.standard() < 27 {
		c := wire.NewCursor(data)
		p.data, p.old = c.Bytes(int(c.Uint16())), true
	}
	return p
}

// All yields the parameters in order, up to the first that is cut.
func (p Parameters) All() iter.Seq2[ParameterID, []byte] {
	return func(yield func(ParameterID, []byte) bool) {
		for c := wire.NewCursor(p.data); c.Len() > 0; {
			id, value := p.next(&c)
			if !c.OK() || !yield(id, value) {
				return
			}
		}
	}
}

func (p Parameters) next(c *wire.Cursor) (ParameterID, []byte) {
	if p.old {
		return ParameterID(c.Uint16()), c.Bytes(int(c.Uint16()))
	}
	id := readVarint(c)
	return ParameterID(id), c.Bytes(int(min(readVarint(c), maxInt)))
}

// Find returns the value of the first parameter with a number, and whether there is one.
func (p Parameters) Find(id ParameterID) ([]byte, bool) {
	for n, value := range p.All() {
		if n == id {
			return value, true
		}
	}
	return nil, false
}

// UserAgent returns what Chrome and what is built on its stack call themselves; nil for any other client.
func (p Parameters) UserAgent() []byte {
	value, _ := p.Find(ParamGoogleUserAgent)
	return value
}
