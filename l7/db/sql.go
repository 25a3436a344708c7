package db

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// postgreSQL is PostgreSQL's protocol, version 3 (PostgreSQL, "Message formats"): what a client says first, which may be that
// it wants TLS.
func postgreSQL() l7.Proto {
	return l7.Proto{
		ID: categories.PostgreSQL, On: l7.TCP, Ports: []uint16{5432}, First: l7.Bytes(0), Probe: probePostgreSQL,
		Session: func() l7.Session { return new(postgreSession) },
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

// postgreSession hands over to TLS where the server agrees.
type postgreSession struct {
	asked uint8 // the direction that wants TLS, plus 1
}

// Read reads bytes of a direction.
func (s *postgreSession) Read(c *l7.Ctx) l7.Verdict {
	switch {
	case s.asked == 0 && l7.Prefix(c.Data, sslRequest) == l7.Match:
		s.asked = c.Dir + 1
	case s.asked != 2-c.Dir:
		if s.asked == 0 {
			return l7.Match
		}
	case c.Data[0] == 'S':
		c.Handover(c.Data[1:], nil)
	default:
		return l7.Match
	}
	return l7.More
}

// Awaits is true of the answer (l7.Awaiter).
func (s *postgreSession) Awaits(dir uint8) bool { return s.asked == 2-dir }

// Close has nothing to add.
func (s *postgreSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *postgreSession) Reset() { *s = postgreSession{} }

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *postgreSession) Holds() int { return 1 }

// mySQL is MySQL's and MariaDB's protocol (MySQL, "Protocol::HandshakeV10"): the server's greeting.
func mySQL() l7.Proto {
	return l7.Proto{
		ID: categories.MySQL, On: l7.TCP, Ports: []uint16{3306}, Probe: probeMySQL,
		Session: func() l7.Session { return new(mySQLSession) },
		Samples: l7.Samples("\x53\x00\x00\x00\x0a8.5.44-0+deb8u1\x00\x26\x00\x00\x001^it*r\"M\x00\xff\xf7\x08\x02\x00\x0f\x80\x15" +
			"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
	}
}

// maxVersion is how long the text of a version is at most, by far.
const maxVersion = 96

func probeMySQL(c *l7.Ctx) l7.Verdict {
	b := c.Data
	for i, want := range [...]int{-1, -1, 0, 0} { // a length of three bytes, sequence
		switch {
		case i == len(b):
			return l7.More
		case want >= 0 && int(b[i]) != want, i == 1 && b[1] > 1:
			return l7.Reject
		}
	}
	switch {
	case len(b) == 4:
		return l7.More
	case b[4] == mySQLError:
		return judgeRefusal(b[5:])
	case b[4] != mySQLProtocol:
		return l7.Reject
	}
	length := int(b[0]) | int(b[1])<<8
	text := b[5:]
	for i, x := range text[:min(len(text), maxVersion)] {
		switch {
		case x == 0 && i > 2:
			return judgeGreeting(text[i+1:], length-2-i)
		case x < ' ' || x > '~', i == 0 && (x < '0' || x > '9'), i == 1 && x != '.' && (x < '0' || x > '9'):
			return l7.Reject
		}
	}
	if len(text) >= maxVersion {
		return l7.Reject
	}
	return l7.More
}

// What a server's first packet begins with.
const mySQLProtocol, mySQLError = 0x0a, 0xff

// judgeRefusal checks the message of a server that refuses the connection ("ERR_Packet"): a code and a text.
func judgeRefusal(b []byte) l7.Verdict {
	switch {
	case len(b) > 1 && b[1] != 4:
		return l7.Reject
	case len(b) < 2:
		return l7.More
	}
	return l7.Prefix(b[2:], "Host ", "Too many", "#08")
}

// judgeGreeting checks the bytes after the version: a thread, eight bytes of an encryption seed, and a zero.
func judgeGreeting(b []byte, left int) l7.Verdict {
	const zero = 4 + 8
	switch {
	case left < zero+3:
		return l7.Reject
	case len(b) <= zero:
		return l7.More
	case b[zero] != 0:
		return l7.Reject
	}
	return l7.Match
}

// mySQLSession hands over to TLS where the client asks for it ("Protocol::SSLRequest").
type mySQLSession struct {
	server  uint8 // the direction of the greeting, plus 1
	request []byte
}

// Read reads bytes of a direction.
func (s *mySQLSession) Read(c *l7.Ctx) l7.Verdict {
	if s.server == 0 {
		s.server = c.Dir + 1
	}
	if s.server == c.Dir+1 {
		return l7.More
	}
	const length, tls = 4 + 32, 0x08 // of the request; in the second byte of what the client can do
	more := min(len(c.Data), length-len(s.request))
	s.request = append(s.request, c.Data[:more]...)
	switch r := s.request; {
	case len(r) < 6:
		return l7.More
	case string(r[:4]) != "\x20\x00\x00\x01" || r[5]&tls == 0:
		return l7.Match
	case len(r) == length:
		c.Handover(c.Data[more:], nil)
	}
	return l7.More
}

// Awaits is true of the client (l7.Awaiter).
func (s *mySQLSession) Awaits(dir uint8) bool { return s.server == 2-dir }

// Close has nothing to add.
func (s *mySQLSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *mySQLSession) Reset() { *s = mySQLSession{request: s.request[:0]} }

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *mySQLSession) Holds() int { return 32 + cap(s.request) }

// tds is the Tabular Data Stream of SQL Server and Sybase (MS-TDS, sections 2.2.3.1, 2.2.6.4 and 2.2.6.5): what a client says
// before it logs in, or a login. On its port other packets do as well.
func tds() l7.Proto {
	return l7.Proto{
		ID: categories.MsSQLTDS, On: l7.TCP, Ports: []uint16{1433}, First: l7.Bytes(1, 2, 3, 4, 6, 7, 8, 14, 15, 16, 17, 18), Probe: probeTDS,
		Samples: l7.Samples("\x12\x01\x00\x2f\x00\x00\x00\x00\x00\x00\x1a\x00\x06\x01\x00\x20\x00\x01",
			"\x10\x01\x00\x90\x00\x00\x01\x00\x88\x00\x00\x00\x04\x00\x00\x74",
			"\x10\x01\x00\x90\x00\x00\x01\x00\x88\x00\x00\x00\x02\x00\x09\x72"),
	}
}

func probeTDS(c *l7.Ctx) l7.Verdict {
	b, port := c.Data, c.OnPort(1433)
	for i, most := range [...]byte{0x12, 0x19, 0xff, 0xff, 0xff, 0xff, 0xff,
		0} { // type, status, length, process, number, window
		switch {
		case i == len(b):
			return l7.More
		case b[i] > most, i == 0 && (b[0] == 0 || b[0] == 5 || b[0] > 8 && b[0] < 14), !port && i == 0 && b[0] != 2 &&
			b[0] != 0x10 && b[0] != 0x12, i == 1 && b[1]&6 != 0:
			return l7.Reject
		}
	}
	length := binary.BigEndian.Uint16(b[2:])
	switch {
	case length < 8 || length > 1<<15:
		return l7.Reject
	case port, b[0] == 2 && string(b[:6]) == "\x02\x00\x02\x00\x00\x00": // a login of Sybase fills packets of 512 bytes
		return l7.Match
	case b[0] == 2:
		return l7.Reject
	case b[0] == 0x12: // options: kind, place, length
		return l7.Prefix(b[8:], "\x00\x00")
	case len(b) < 16:
		return l7.More
	}
	login, version := binary.LittleEndian.Uint32(b[8:]), b[15] // a login's length, and its version, from 7.0 to 7.4
	if last := b[1]&1 != 0; last && login != uint32(length)-8 || login > 1<<16 || version < 0x70 ||
		version > 0x74 || b[12] > 4 {
		return l7.Reject
	}
	return l7.Match
}

// drda is the Distributed Relational Database Architecture of DB2, Informix and Derby (The Open Group C114, volume 3, "DSS"):
// two lengths that agree, and the code of a command.
func drda() l7.Proto {
	return l7.Proto{
		ID: categories.DRDA, On: l7.TCP, Ports: []uint16{50000}, Probe: probeDRDA,
		Samples: l7.Samples("\x00\x89\xd0\x41\x00\x01\x00\x83\x10\x41\x00\x39"),
	}
}

func probeDRDA(c *l7.Ctx) l7.Verdict {
	b := c.Data
	switch {
	case len(b) > 2 && b[2] != 0xd0, len(b) > 3 && (b[3]&0xf == 0 || b[3]&0xf > 5 || b[3]&0x80 != 0), b[0] > 0x7f,
		len(b) > 7 && binary.BigEndian.Uint16(b[6:])+6 != binary.BigEndian.Uint16(b):
		return l7.Reject
	case len(b) < 9:
		return l7.More
	}
	return l7.Prefix(b[8:9], "\x10", "\x11", "\x12", "\x14", "\x20", "\x22", "\x24") // of commands, replies and data
}

// oracle is Oracle's Net8, the Transparent Network Substrate (Oracle, "Oracle Net Services"): a request to connect.
func oracle() l7.Proto {
	return l7.Proto{
		ID: categories.Oracle, On: l7.TCP, Ports: []uint16{1521}, First: l7.Bytes(0, 1), Probe: probeOracle,
		Samples: l7.Samples("\x00\xd4\x00\x00\x01\x00\x00\x00\x01\x3b\x01\x2c\x0c\x41\x20\x00"),
	}
}

func probeOracle(c *l7.Ctx) l7.Verdict {
	b := c.Data
	for i, want := range [...]int{-1, -1, 0, 0, 1, -1, 0, 0, 1, -1, 1} { // length, sum, type, flags, sum, versions
		switch {
		case i == len(b):
			return l7.More
		case want >= 0 && int(b[i]) != want, i == 0 && b[0] > 1, i == 5 && b[5] > 8, i == 1 && b[0] == 0 && b[1] < 34:
			return l7.Reject
		}
	}
	return l7.Match
}
