package dns

import (
	"net/netip"

	"github.com/nfstream/nfstream-go/l7/wire"
)

// Section is a section of a message.
type Section uint8

// The sections that hold records.
const (
	AnswerSection Section = iota
	AuthoritySection
	AdditionalSection
)

// Question is what is asked for.
type Question struct {
	Name  Name
	Type  Type
	Class Class
}

// Record is a view of a resource record of any type (RFC 1035, section 4.1.3).
type Record struct {
	Name    Name
	Type    Type
	Class   Class
	TTL     uint32 // seconds
	Section Section
	Data    []byte // RDATA, borrowed; names in it may point to elsewhere in the message: see Target

	message []byte
	at      int // of Data in message
}

// Addr returns the IP address that a record of type A (RFC 1035, section 3.4.1) or AAAA (RFC 3596, section 2.2) holds.
func (r *Record) Addr() (netip.Addr, bool) {
	if r.Class.Base() != ClassIN {
		return netip.Addr{}, false
	}
	switch {
	case r.Type == TypeA && len(r.Data) == 4, r.Type == TypeAAAA && len(r.Data) == 16:
		return netip.AddrFromSlice(r.Data)
	}
	return netip.Addr{}, false
}

// Target returns the name that the record leads to: of CNAME, NS, PTR, DNAME, MX, SRV, SVCB and HTTPS records.
func (r *Record) Target() (Name, bool) {
	before, ok := targetAt(r.Type)
	if !ok {
		return Name{}, false
	}
	c := wire.NewCursor(r.message[:r.at+len(r.Data)])
	c.Skip(r.at + before)
	n := readName(&c, r.message)
	return n, c.OK()
}

// targetAt returns how many bytes of a record's data come before the name that it leads to.
func targetAt(t Type) (before int, ok bool) {
	switch t {
	case TypeCNAME, TypeNS, TypePTR, TypeDNAME:
		return 0, true
	case TypeMX, TypeSVCB, TypeHTTPS:
		return 2, true
	case TypeSRV:
		return 6, true
	}
	return 0, false
}

// Questions walks the questions of a message:
//
//	for q := m.EachQuestion(); q.Next(); {
//		use(q.Name)
//	}
type Questions struct {
	Question
	data []byte
	c    wire.Cursor
	left uint16
}

// EachQuestion returns a walk over the questions.
func (m *Message) EachQuestion() Questions {
	return Questions{data: m.data, c: m.body(), left: m.Questions}
}

// Next reads the next question, and returns false when there is none or it is malformed.
func (q *Questions) Next() bool {
	if q.left == 0 || !q.c.OK() {
		return false
	}
	q.left--
	q.Question = Question{readName(&q.c, q.data), Type(q.c.Uint16()), Class(q.c.Uint16())}
	return q.c.OK()
}

// OK reports whether no question read so far was malformed or missing.
func (q *Questions) OK() bool { return q.c.OK() }

// Records walks the records of a message.
type Records struct {
	Record
	data []byte
	c    wire.Cursor
	left [3]uint16 // by section
}

// EachRecord returns a walk over the records of all sections, in their order.
func (m *Message) EachRecord() Records {
	q := m.EachQuestion()
	for q.Next() {
	}
	return Records{data: m.data, c: q.c, left: [3]uint16{m.Answers, m.Authorities, m.Additionals}}
}

// EachAnswer returns a walk over the answers.
func (m *Message) EachAnswer() Records {
	r := m.EachRecord()
	r.left[AuthoritySection], r.left[AdditionalSection] = 0, 0
	return r
}

// Next reads the next record, and returns false when there is none or it is malformed.
func (r *Records) Next() bool {
	if !r.c.OK() {
		return false
	}
	s := AnswerSection
	for r.left[s] == 0 {
		if s == AdditionalSection {
			return false
		}
		s++
	}
	r.left[s]--
	r.read(s)
	return r.c.OK()
}

func (r *Records) read(s Section) {
	n := readName(&r.c, r.data)
	r.Record = Record{Name: n, Type: Type(r.c.Uint16()), Class: Class(r.c.Uint16()), TTL: r.c.Uint32(), Section: s}
	size := int(r.c.Uint16())
	r.message, r.at = r.data, r.c.Offset()
	r.Data = r.c.Bytes(size)
}

// OK reports whether no question or record read so far was malformed or missing.
func (r *Records) OK() bool { return r.c.OK() }
