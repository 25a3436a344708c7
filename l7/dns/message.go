// Package dns reads DNS messages where they lie: the header, questions, records of every type, compressed names, EDNS,
// and the framing of DNS over TCP. Nothing is copied and nothing is allocated until a text is asked for; whatever is
// returned borrows from the bytes it was read from.
package dns

import (
	"errors"

	"github.com/nfstream/nfstream-go/l7/wire"
)

// HeaderLength is the number of bytes before the first question (RFC 1035, section 4.1.1).
const HeaderLength = 12

// ErrHeader is returned for fewer bytes than a header has.
var ErrHeader = errors.New("dns: message shorter than its header")

// Header is the fixed part of a message (RFC 1035, section 4.1.1; AD and CD: RFC 4035, section 3).
type Header struct {
	ID                 uint16
	Response           bool
	Opcode             Opcode
	Authoritative      bool // LLMNR: conflict (RFC 4795, section 2.1.1)
	Truncated          bool
	RecursionDesired   bool // LLMNR: tentative
	RecursionAvailable bool
	Zero               bool // the reserved bit Z
	AuthenticData      bool
	CheckingDisabled   bool
	RCode              RCode // the header's four bits; EDNS.RCode has all twelve

	// How many entries each section is said to have, which need not be there.
	Questions, Answers, Authorities, Additionals uint16
}

// Records returns how many records all sections are said to have.
func (h *Header) Records() int { return int(h.Answers) + int(h.Authorities) + int(h.Additionals) }

// Message is a view of a message, which it borrows.
type Message struct {
	Header
	data []byte
}

// Parse returns a view of the message in data. It reads the header only: the sections are read, and found malformed or
// cut short, as they are walked. The error is ErrHeader.
func Parse(data []byte) (Message, error) {
	if len(data) < HeaderLength {
		return Message{}, ErrHeader
	}
	c := wire.NewCursor(data)
	m := Message{data: data}
	m.ID = c.Uint16()
	m.flags(c.Uint16())
	m.Questions, m.Answers = c.Uint16(), c.Uint16()
	m.Authorities, m.Additionals = c.Uint16(), c.Uint16()
	return m, nil
}

func (h *Header) flags(bits uint16) {
	h.Response = bits&0x8000 != 0
	h.Opcode = Opcode(bits >> 11 & 0xf)
	h.Authoritative = bits&0x400 != 0
	h.Truncated = bits&0x200 != 0
	h.RecursionDesired = bits&0x100 != 0
	h.RecursionAvailable = bits&0x80 != 0
	h.Zero = bits&0x40 != 0
	h.AuthenticData = bits&0x20 != 0
	h.CheckingDisabled = bits&0x10 != 0
	h.RCode = RCode(bits & 0xf)
}

// body returns a cursor at the first question. Its offsets are those of the message.
func (m *Message) body() wire.Cursor {
	c := wire.NewCursor(m.data)
	c.Skip(HeaderLength)
	return c
}

// Question returns the first question, and false if there is none that can be read.
func (m *Message) Question() (Question, bool) {
	q := m.EachQuestion()
	ok := q.Next()
	return q.Question, ok
}

// Answer returns the first answer, and false if there is none that can be read.
func (m *Message) Answer() (Record, bool) {
	r := m.EachAnswer()
	ok := r.Next()
	return r.Record, ok
}

// Address returns the first answer that holds an IP address, and false if there is none.
func (m *Message) Address() (Record, bool) {
	for r := m.EachAnswer(); r.Next(); {
		if _, ok := r.Addr(); ok {
			return r.Record, true
		}
	}
	return Record{}, false
}
