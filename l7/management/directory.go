package management

import (
	"bytes"
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/ntlm"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// ldapStream is the Lightweight Directory Access Protocol (RFC 4511, section 4).
func ldapStream() l7.Proto {
	return l7.Proto{
		ID: categories.LDAP, On: l7.TCP, Ports: []uint16{389}, First: l7.Bytes(tagSequence), Probe: probeLDAPStream,
		Session: func() l7.Session { return new(ldapSession) }, Columns: ldapColumns(),
		Samples: l7.Samples("\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\x00\x80\x00",
			"\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x00\x04\x00\x04\x00",
			"\x30\x84\x00\x00\x00\x1d\x02\x01\x01\x77\x84\x00\x00\x00\x14\x80\x12"+startTLS[:18]),
	}
}

// ldapDatagram is connectionless LDAP (RFC 1798; MS-ADTS, section 6.3.3).
func ldapDatagram() l7.Proto {
	return l7.Proto{
		ID: categories.LDAP, On: l7.UDP, Ports: []uint16{389}, Min: 7, First: l7.Bytes(tagSequence),
		Probe: func(c *l7.Ctx) l7.Verdict {
			if judgeLDAP(c.Data) == l7.Match {
				return l7.Match
			}
			return l7.Reject
		},
		Samples: l7.Samples("\x30\x1c\x02\x01\x01\x63\x17\x04\x00\x0a\x01\x00\x0a\x01\x00\x02\x01\x00\x02\x01\x00" +
			"\x01\x01\x00\xa0\x00\x30\x02\x04\x00"),
	}
}

// LDAP is what the requests to bind say.
type LDAP struct {
	_ metadata.Uncompared

	Version   uint8
	DN        string // distinguished name of who binds; empty if it is anonymous, or SASL says it
	Mechanism string // "simple", the name of a mechanism of SASL, or "sicily"
	User      string // by NTLM
}

func ldapColumns() []*metadata.Column {
	columns := metadata.TextColumns(`ldap_bind_dn distinguished name of who binds
ldap_mechanism* how: simple, a mechanism of SASL, or sicily
ldap_user user that logs in by NTLM`, func(m *LDAP, i int) string {
		return [...]string{m.DN, m.Mechanism, m.User}[i]
	})
	return append(columns, metadata.Int("ldap_version", "version that the client binds with",
		func(m *LDAP) int64 { return int64(m.Version) }).Unsigned(8).OrNone())
}

const startTLS = "1.3.6.1.4.1.1466.20037" // section 4.14.1

func probeLDAPStream(c *l7.Ctx) l7.Verdict { return judgeLDAP(c.Data) }

// judgeLDAP reads a message as far as the operation and what is within it at first.
func judgeLDAP(b []byte) l7.Verdict {
	r := wire.NewCursor(b)
	tag, length := r.BER()
	switch {
	case b[0] != tagSequence:
		return l7.Reject
	case !r.OK() && len(b) < 6 && plausibleLength(b):
		return l7.More
	case tag != tagSequence || length < 5 || length > 1<<24:
		return l7.Reject
	}
	begin := r.Offset()
	id := r.Element(tagInteger)
	op, size := r.BER()
	inner := r.Rest()
	switch {
	case len(b) > begin && b[begin] != tagInteger, len(b) > begin+1 && b[begin+1] > 4:
		return l7.Reject
	case !r.OK() && len(b) < begin+12:
		return l7.More
	case !r.OK() || id.Len() == 0 || r.Offset()-begin+size > length:
		return l7.Reject
	case op == 0x42 || op == 0x4a || op == 0x50: // unbind, delete, abandon: nothing, a name, an identifier
		if (op == 0x42) == (size == 0) && length == r.Offset()-begin+size {
			return l7.Match
		}
		return l7.Reject
	}
	return judgeOperation(op, inner)
}

// plausibleLength reports whether a length that is not whole may be one.
func plausibleLength(b []byte) bool { return len(b) < 2 || b[1] > 0x80 && b[1] <= 0x84 }

// judgeOperation checks the first element of an operation.
func judgeOperation(op uint8, inner []byte) l7.Verdict {
	want := ""
	switch op {
	case 0x60: // bind: version 2 or 3
		want = "\x02\x01"
	case 0x61, 0x65, 0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x78: // results
		want = "\x0a\x01"
	case 0x77, 0x79: // an extended request has an object identifier, an intermediate response may
		want = "\x80"
	case 0x63, 0x64, 0x66, 0x68, 0x6c, 0x73: // search, its entries and references, modify, add, change of names
		want = "\x04"
	case 0x6e: // compare
		want = "\x04"
	}
	if want == "" {
		return l7.Reject
	}
	v := l7.Prefix(inner, want)
	if v != l7.Match || op != 0x60 {
		return v
	}
	return l7.Prefix(inner[2:], "\x02\x04", "\x03\x04")
}

// ldapSession hands over to TLS after an extended operation that starts it.
type ldapSession struct {
	sides  [2]frames.Reader
	asked  uint8 // the direction of the request, plus 1
	agreed bool  // TLS begins at the end of the message
}

// ldapForm is the form of messages.
var ldapForm = frames.Form{Keep: 1 << 10, Length: func(b []byte) int {
	r := wire.NewCursor(b)
	tag, length := r.BER()
	switch {
	case len(b) > 0 && b[0] != tagSequence, len(b) > 1 && !plausibleLength(b) && b[1] >= 0x80:
		return -1
	case !r.OK() && len(b) < 6:
		return 0
	case tag != tagSequence:
		return -1
	}
	return r.Offset() + length
}}

// Read reads bytes of a direction.
func (s *ldapSession) Read(c *l7.Ctx) l7.Verdict {
	r := &s.sides[c.Dir]
	for data := c.Data; len(data) > 0; {
		message, rest, ok := r.Next(&ldapForm, data)
		if !ok {
			return l7.Match
		}
		if data = rest; message != nil {
			s.message(c, message)
		}
		if s.agreed && r.Between() {
			c.Handover(data, nil)
			return l7.More
		}
	}
	return l7.More
}

// message reads the start of a message.
func (s *ldapSession) message(c *l7.Ctx, b []byte) {
	if bytes.Contains(b[:min(len(b), 96)], []byte(startTLS)) {
		s.asked = c.Dir + 1
		return
	}
	r := wire.NewCursor(b)
	r.BER()
	r.Element(tagInteger)
	op, _ := r.BER()
	if op == 0x60 {
		readBind(c, r)
	}
	if s.asked != 2-c.Dir {
		return
	}
	code := r.Element(tagEnum)
	s.agreed = r.OK() && op == 0x78 && code.Uint8() == 0
	s.asked = 0
}

// readBind reads the first request to bind that names someone (section 4.2).
func readBind(c *l7.Ctx, r wire.Cursor) {
	version, name := r.Element(tagInteger), r.Element(tagOctets)
	choice, _ := r.BER()
	if !r.OK() || version.Len() != 1 {
		return
	}
	m := l7.Record[LDAP](c)
	m.Version = version.Uint8()
	if m.DN == "" {
		m.DN = kept(name.Rest())
	}
	switch choice {
	case 0x80:
		m.Mechanism = "simple"
	case 0xa3:
		mechanism := r.Element(tagOctets)
		m.Mechanism = kept(mechanism.Rest())
	default: // Microsoft's own (MS-ADTS, section 5.1.1.1)
		m.Mechanism = "sicily"
	}
	if n, ok := ntlm.Find(r.Rest()); ok && m.User == "" {
		m.User = n.User
	}
}

// Awaits is true of the answer (l7.Awaiter).
func (s *ldapSession) Awaits(dir uint8) bool { return s.asked == 2-dir || s.agreed }

// Close has nothing to add.
func (s *ldapSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *ldapSession) Reset() {
	s.sides[0].Reset()
	s.sides[1].Reset()
	*s = ldapSession{sides: s.sides}
}

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *ldapSession) Holds() int {
	return int(unsafe.Sizeof(*s)) + s.sides[0].Holds() + s.sides[1].Holds()
}
