package db

import (
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
)

// mySQL is MySQL's and MariaDB's protocol (MySQL, "Protocol::HandshakeV10"): the server's greeting.
func mySQL() l7.Proto {
	return l7.Proto{
		ID: categories.MySQL, On: l7.TCP, Ports: []uint16{3306}, Probe: probeMySQL,
		Session: func() l7.Session { return new(mySQLSession) }, Columns: mySQLColumns(),
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

// mySQLSession hands over to TLS where the client asks for it ("Protocol::SSLRequest"). Else it reads the login
// ("Protocol::HandshakeResponse").
type mySQLSession struct {
	sides  [2]frames.Reader
	server uint8 // the direction of the greeting, plus 1
}

// mySQLForm is a length of three bytes, the low one first, a number, and the body.
var mySQLForm = frames.Form{Keep: 1 << 9, Length: func(b []byte) int {
	if len(b) < 4 {
		return 0
	}
	return 4 + (int(b[0]) | int(b[1])<<8 | int(b[2])<<16)
}}

// Read reads bytes of a direction.
func (s *mySQLSession) Read(c *l7.Ctx) l7.Verdict {
	if s.server == 0 {
		s.server = c.Dir + 1
	}
	for data := c.Data; len(data) > 0; {
		message, rest, _ := s.sides[c.Dir].Next(&mySQLForm, data)
		data = rest
		switch {
		case message == nil:
		case s.server != c.Dir+1:
			if len(message) == 4+32 && message[3] == 1 && message[5]&mySQLTLS != 0 {
				c.Handover(data, nil)
				return l7.More
			}
			readMySQLLogin(c, message[4:])
			return l7.Match
		case len(message) > 4 && message[4] == mySQLProtocol && message[3] == 0:
			if version, _ := upToZero(message[5:]); len(version) > 0 {
				l7.Record[MySQL](c).Version = kept(version)
			}
		}
	}
	return l7.More
}

// What a client can do, by bits of the second and third byte, and of the first.
const (
	mySQLTLS     = 0x08
	mySQLSecure  = 0x80 // a length of one byte before the password
	mySQLLengths = 0x20 // a length as integers have it
	mySQL41      = 0x02
	mySQLWithDB  = 0x08
)

// readMySQLLogin reads a login of version 4.1 and later.
func readMySQLLogin(c *l7.Ctx, b []byte) {
	if len(b) < 32 || b[1]&mySQL41 == 0 {
		return
	}
	user, rest := upToZero(b[32:])
	if len(user) > 0 {
		l7.Record[MySQL](c).User = kept(user)
	}
	if b[0]&mySQLWithDB == 0 || len(rest) == 0 {
		return
	}
	if b[2]&mySQLLengths != 0 || b[1]&mySQLSecure != 0 { // a password of more than 250 bytes is none that is read
		rest = rest[min(len(rest), 1+int(rest[0])):]
	} else {
		_, rest = upToZero(rest)
	}
	if database, _ := upToZero(rest); len(database) > 0 {
		l7.Record[MySQL](c).Database = kept(database)
	}
}

// Awaits is true of the client (l7.Awaiter).
func (s *mySQLSession) Awaits(dir uint8) bool { return s.server == 2-dir }

// Close has nothing to add.
func (s *mySQLSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *mySQLSession) Reset() {
	s.sides[0].Reset()
	s.sides[1].Reset()
	*s = mySQLSession{sides: s.sides}
}

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *mySQLSession) Holds() int {
	return int(unsafe.Sizeof(*s)) + s.sides[0].Holds() + s.sides[1].Holds()
}
