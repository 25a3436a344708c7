// Package stun reads messages of STUN (RFC 8489, RFC 3489), with which TURN (RFC 8656) and ICE (RFC 8445) speak too.
// Whatever is returned borrows from the bytes it was read from.
package stun

import (
	"errors"

	"github.com/nfstream/nfstream-go/l7/wire"
)

// Port is the port of STUN and TURN (RFC 8489, section 18.6).
const Port = 3478

// ErrMalformed says that bytes are no message of STUN.
var ErrMalformed = errors.New("stun: malformed")

const (
	headerLength = 20
	cookie       = 0x2112a442 // RFC 8489, section 5
)

// Message is a message. One without Cookie is of RFC 3489, or of something else.
type Message struct {
	Type       uint16 // method and class
	Length     int    // bytes behind the header
	Cookie     bool
	Attributes Attributes
}

// Parse reads the message at the start of b, whose end may be missing.
func (m *Message) Parse(b []byte) error {
	r := wire.NewCursor(b)
	*m = Message{Type: r.Uint16(), Length: int(r.Uint16()), Cookie: r.Uint32() == cookie}
	r.Skip(12)
	if !r.OK() || m.Type>>14 != 0 || m.Length%4 != 0 && m.Cookie {
		*m = Message{}
		return ErrMalformed
	}
	m.Attributes.rest = wire.NewCursor(r.Bytes(min(m.Length, r.Len())))
	return nil
}

// Attributes is what of the attributes was not read yet (section 14).
type Attributes struct{ rest wire.Cursor }

// Next reads an attribute, of which the message has all. It reports false at the end, and before one that is cut short.
func (a *Attributes) Next() (kind uint16, value []byte, ok bool) {
	if a.rest.Len() == 0 {
		return 0, nil, false
	}
	kind, length := a.rest.Uint16(), int(a.rest.Uint16())
	value = a.rest.Bytes(length)
	ok = a.rest.OK()
	a.rest.Skip(min(a.rest.Len(), -length&3))
	return kind, value, ok
}

// Whole reports whether the attributes end where the message does, having been read to the end.
func (a *Attributes) Whole() bool { return a.rest.OK() && a.rest.Len() == 0 }
