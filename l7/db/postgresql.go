package db

import (
	"encoding/binary"
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
)

// postgreSQL is PostgreSQL's protocol, version 3 (PostgreSQL, "Message formats"): what a client says first, which may be that
// it wants TLS.
func postgreSQL() l7.Proto {
	return l7.Proto{
		ID: categories.PostgreSQL, On: l7.TCP, Ports: []uint16{5432}, First: l7.Bytes(0), Probe: probePostgreSQL,
		Session: func() l7.Session { return new(postgreSession) }, Columns: postgreSQLColumns(),
		Samples: l7.Samples(sslRequest, "\x00\x00\x00\x26\x00\x03\x00\x00user\x00a\x00database\x00b\x00\x00"),
	}
}

const (
	sslRequest    = "\x00\x00\x00\x08\x04\xd2\x16\x2f"
	gssRequest    = "\x00\x00\x00\x08\x04\xd2\x16\x30"
	cancelRequest = "\x00\x00\x00\x10\x04\xd2\x16\x2e"
)

func probePostgreSQL(c *l7.Ctx) l7.Verdict {
	b := c.Data
	v := l7.Prefix(b, sslRequest, gssRequest, cancelRequest)
	if v == l7.Match || len(b) < 4 && v == l7.More {
		return v
	}
	switch {
	case b[0] != 0 || len(b) > 1 && b[1] != 0:
		return l7.Reject
	case len(b) < 4:
		return l7.More
	case binary.BigEndian.Uint32(b) < 16:
		return v
	}
	return max(v, l7.Prefix(b[4:], "\x00\x03\x00\x00user\x00", "\x00\x03\x00\x00database\x00",
		"\x00\x03\x00\x00application_name\x00",
		"\x00\x03\x00\x00client_encoding\x00", "\x00\x03\x00\x00replication\x00", "\x00\x03\x00\x00options\x00",
		"\x00\x03\x00\x00DateStyle\x00", "\x00\x03\x00\x00extra_float_digits\x00", "\x00\x03\x00\x00TimeZone\x00"))
}

// postgreSession hands over to TLS where the server agrees. Else it reads on until the version of the server is known.
type postgreSession struct {
	sides   [2]frames.Reader
	client  uint8 // its direction, plus 1
	asked   uint8 // the direction that wants encryption, plus 1
	started bool
}

// A message of a client has a length only, until it has named itself. Then each has a type before its length.
var (
	postgreStartup = frames.Form{Keep: 1 << 10, Length: func(b []byte) int { return postgreLength(b, 0) }}
	postgreTyped   = frames.Form{Keep: 1 << 8, Length: func(b []byte) int { return postgreLength(b, 1) }}
)

func postgreLength(b []byte, at int) int {
	if len(b) < at+4 {
		return 0
	}
	length := binary.BigEndian.Uint32(b[at:])
	if length < 4 || length > 1<<30 {
		return -1
	}
	return at + int(length)
}

// Read reads bytes of a direction.
func (s *postgreSession) Read(c *l7.Ctx) l7.Verdict {
	if s.client == 0 {
		s.client = c.Dir + 1
	}
	data := c.Data
	if s.asked == 2-c.Dir {
		switch data[0] {
		case 'S':
			c.Handover(data[1:], nil)
			return l7.More
		case 'N':
			s.asked, data = 0, data[1:]
		default:
			return l7.Match
		}
	}
	for len(data) > 0 && !(s.started && s.client == c.Dir+1) {
		form := &postgreTyped
		if s.client == c.Dir+1 {
			form = &postgreStartup
		}
		message, rest, ok := s.sides[c.Dir].Next(form, data)
		if !ok || message != nil && s.message(c, message) {
			return l7.Match
		}
		data = rest
	}
	return l7.More
}

// message reads a message, and reports whether no more is of interest.
func (s *postgreSession) message(c *l7.Ctx, b []byte) (done bool) {
	switch {
	case s.client != c.Dir+1:
		if name, rest := upToZero(b[5:]); b[0] == 'S' && string(name) == "server_version" {
			version, _ := upToZero(rest)
			l7.Record[PostgreSQL](c).Version = kept(version)
			return true
		}
		return b[0] == 'Z' // ready for a query
	case l7.Prefix(b, sslRequest, gssRequest) == l7.Match:
		s.asked = c.Dir + 1
	case len(b) < 8 || b[5] != 3: // version 3
		return true
	default:
		s.started = true
		readPostgreStartup(c, b[8:])
	}
	return false
}

// readPostgreStartup reads names and values.
func readPostgreStartup(c *l7.Ctx, b []byte) {
	for len(b) > 0 {
		name, rest := upToZero(b)
		value, rest := upToZero(rest)
		b = rest
		switch string(name) {
		case "user":
			l7.Record[PostgreSQL](c).User = kept(value)
		case "database":
			l7.Record[PostgreSQL](c).Database = kept(value)
		case "application_name":
			l7.Record[PostgreSQL](c).Application = kept(value)
		}
	}
}

// Awaits is true of the answer (l7.Awaiter).
func (s *postgreSession) Awaits(dir uint8) bool { return s.asked == 2-dir }

// Close has nothing to add.
func (s *postgreSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *postgreSession) Reset() {
	s.sides[0].Reset()
	s.sides[1].Reset()
	*s = postgreSession{sides: s.sides}
}

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *postgreSession) Holds() int {
	return int(unsafe.Sizeof(*s)) + s.sides[0].Holds() + s.sides[1].Holds()
}
