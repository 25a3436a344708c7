package tls

import (
	"encoding/binary"
	"iter"

	"github.com/nfstream/nfstream-go/l7/wire"
)

// The messages of SSL 2.0 that are in the clear, and the least bytes that either has.
const (
	ssl2ClientHello = 1
	ssl2ServerHello = 4
	ssl2Shortest    = 9
)

// isSSL2 reports whether the first five bytes of a connection begin a hello of SSL 2.0. The hello begins with a length
// of two bytes that has its top bit set (RFC 6101, appendix E).
func isSSL2(b []byte) bool {
	if b[0]&0x80 == 0 || ssl2Length(b) < ssl2Shortest {
		return false
	}
	switch version := Version(binary.BigEndian.Uint16(b[3:])); b[2] {
	case ssl2ClientHello:
		return version == SSL20 || version.isRecord()
	case ssl2ServerHello:
		return b[3] <= 1 && b[4] <= 1 // whether the session is known, and the certificate's type
	}
	return false
}

func ssl2Length(b []byte) int { return int(binary.BigEndian.Uint16(b) & 0x7fff) }

// beginSSL2 starts a message after its first five bytes were read: two bytes of length and three of the message.
func (s *Stream) beginSSL2() {
	s.ssl2 = true
	s.buf = append(s.buf[:0], s.small[2:]...)
	s.left = ssl2Length(s.small[:]) - len(s.buf)
}

func (s *Stream) ssl2Content(data []byte, handle func(Event) bool) {
	s.buf = append(s.buf, data...)
	if s.left > 0 {
		return
	}
	e := Event{Content: ContentSSL2, Version: SSL20, Type: TypeClientHello, Body: s.buf[1:], Length: len(s.buf) - 1}
	if s.buf[0] == ssl2ServerHello {
		e.Type = TypeServerHello
	}
	s.ssl2, s.buf = false, s.buf[:0]
	s.emit(e, handle)
}

// SSL2ClientHello is the first message of a client that knows SSL 2.0, or that speaks it for the sake of old servers
// (RFC 6101, appendix E). Its slices are borrowed from what was parsed.
type SSL2ClientHello struct {
	Version     Version // the highest that the client knows
	CipherSpecs []byte  // three bytes each
	SessionID   []byte
	Challenge   []byte
}

// Parse reads the body of an event with ContentSSL2 and TypeClientHello. On ErrMalformed h holds what was read.
func (h *SSL2ClientHello) Parse(body []byte) error {
	*h = SSL2ClientHello{}
	c := wire.NewCursor(body)
	h.Version = Version(c.Uint16())
	specs, id, challenge := int(c.Uint16()), int(c.Uint16()), int(c.Uint16())
	h.CipherSpecs = c.Bytes(specs)
	h.SessionID = c.Bytes(id)
	h.Challenge = c.Bytes(challenge)
	if !c.OK() || specs%3 != 0 {
		return ErrMalformed
	}
	return nil
}

// CipherSuites yields the cipher specs that are cipher suites of SSL 3.0 or TLS, in order.
func (h *SSL2ClientHello) CipherSuites() iter.Seq[CipherSuite] {
	return func(yield func(CipherSuite) bool) {
		for s := h.CipherSpecs; len(s) >= 3; s = s[3:] {
			if s[0] == 0 && !yield(CipherSuite(binary.BigEndian.Uint16(s[1:]))) {
				return
			}
		}
	}
}
