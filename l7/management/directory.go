package management

import (
	"bytes"
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// ldapStream is the Lightweight Directory Access Protocol (RFC 4511, section 4).
func ldapStream() l7.Proto {
	return l7.Proto{
		ID: categories.LDAP, On: l7.TCP, Ports: []uint16{389}, First: l7.Bytes(tagSequence), Probe: probeLDAPStream,
		Session: func() l7.Session { return new(ldapSession) },
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
	dirs   [2]ldapDirection
	asked  uint8 // the direction of the request, plus 1
	agreed bool  // TLS begins at the end of the message
}

// ldapDirection is the message that has begun in a direction.
type ldapDirection struct {
	head []byte
	skip int64 // bytes of it that are of no interest
}

// ldapHead is how much of a message is read.
const ldapHead = 96

// Read reads bytes of a direction.
func (s *ldapSession) Read(c *l7.Ctx) l7.Verdict {
	d := &s.dirs[c.Dir]
	for data := c.Data; len(data) > 0; {
		if d.skip > 0 {
			n := min(d.skip, int64(len(data)))
			d.skip, data = d.skip-n, data[n:]
		} else {
			n := min(len(data), d.wants())
			d.head, data = append(d.head, data[:n]...), data[n:]
			switch want := d.wants(); {
			case want < 0:
				return l7.Match
			case want == 0:
				s.message(c.Dir)
				d.head = d.head[:0]
			}
		}
		if s.agreed && d.skip == 0 && len(d.head) == 0 {
			c.Handover(data, nil)
			return l7.More
		}
	}
	return l7.More
}

// wants returns the number of missing bytes in the part of a message that is read. It is at least 1 while unknown, and
// negative if the bytes are not a message. Once the part is complete, wants sets the number of bytes that follow.
func (d *ldapDirection) wants() int {
	if len(d.head) < 2 {
		return 2 - len(d.head)
	}
	r := wire.NewCursor(d.head)
	tag, length := r.BER()
	switch {
	case tag != tagSequence && r.OK():
		return -1
	case !r.OK() && len(d.head) >= 6:
		return -1
	case !r.OK():
		return 1
	}
	total := int64(r.Offset()) + int64(length)
	d.skip = 0
	if missing := min(total, ldapHead) - int64(len(d.head)); missing > 0 {
		return int(missing)
	}
	d.skip = max(total-ldapHead, 0)
	return 0
}

// message reads the start of a message.
func (s *ldapSession) message(dir uint8) {
	head := s.dirs[dir].head
	if bytes.Contains(head, []byte(startTLS)) {
		s.asked = dir + 1
		return
	}
	if s.asked != 2-dir {
		return
	}
	r := wire.NewCursor(head)
	r.BER()
	r.Element(tagInteger)
	op, _ := r.BER()
	code := r.Element(tagEnum)
	s.agreed = r.OK() && op == 0x78 && code.Uint8() == 0
	s.asked = 0
}

// Awaits is true of the answer (l7.Awaiter).
func (s *ldapSession) Awaits(dir uint8) bool { return s.asked == 2-dir || s.agreed }

// Close has nothing to add.
func (s *ldapSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *ldapSession) Reset() {
	*s = ldapSession{dirs: [2]ldapDirection{{head: s.dirs[0].head[:0]}, {head: s.dirs[1].head[:0]}}}
}

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *ldapSession) Holds() int {
	return int(unsafe.Sizeof(*s)) + cap(s.dirs[0].head) + cap(s.dirs[1].head)
}
