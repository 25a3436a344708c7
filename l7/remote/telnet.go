package remote

import (
	"bytes"
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// Telnet is what a client types at the prompts of a server.
type Telnet struct{ User, Password string }

func telnetColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("telnet_user", "user that logs in", func(m *Telnet) string { return m.User }),
		metadata.Text("telnet_password", "password in clear text; only with --passwords", func(m *Telnet) string { return m.Password }),
	}
}

// telnet is Telnet (RFC 854; RFC 855; IANA, Telnet Options): options that are negotiated, on its port one.
func telnet() l7.Proto {
	return l7.Proto{
		ID: categories.Telnet, On: l7.TCP, Ports: []uint16{23}, First: l7.Bytes(0xff), Probe: probeTelnet,
		Session: func() l7.Session { return new(telnetSession) }, Columns: telnetColumns(),
		Samples: l7.Samples("\xff\xfd\x03\xff\xfb\x18", "\xff\xfb\x01\xff\xfb\x03"),
	}
}

func probeTelnet(c *l7.Ctx) l7.Verdict {
	b := c.Data
	v := judgeOption(b)
	switch {
	case v != l7.Match || c.OnPort(23):
		return v
	case len(b) == 3 && len(c.Other()) == 0:
		return l7.More
	case len(b) == 3:
		return judgeOption(c.Other())
	}
	return judgeOption(b[3:])
}

// judgeOption judges a negotiation: WILL, WON'T, DO or DON'T, and an option other than SUPDUP-OUTPUT, with whose number records
// of TLS begin.
func judgeOption(b []byte) l7.Verdict {
	if len(b) > 0 && b[0] != 0xff || len(b) > 1 && (b[1] < 0xfb || b[1] > 0xfe) || len(b) > 2 && (b[2] > 49 || b[2] == 22) {
		return l7.Reject
	}
	if len(b) < 3 {
		return l7.More
	}
	return l7.Match
}

// telnetSession reads the first lines that a client types after prompts for a user and for a password.
type telnetSession struct {
	dirs   [2]terminal
	typed  uint8 // what the prompt asked for
	client uint8 // the direction that types, once there was a prompt
}

// terminal is a direction without its commands (RFC 854, "TELNET COMMAND STRUCTURE").
type terminal struct {
	line    [maxTyped]byte // the last line, as far as there is room
	n       uint8
	command uint8 // bytes of a command seen: IAC is 1, IAC and a verb 2; inside of a subnegotiation 3, at an IAC there 4
}

const maxTyped = 64

// What a prompt asks for.
const (
	nothing uint8 = iota
	forUser
	forPassword
)

// Read takes bytes of a direction.
func (s *telnetSession) Read(c *l7.Ctx) l7.Verdict {
	t := &s.dirs[c.Dir]
	for _, b := range c.Data {
		if !t.isText(b) {
			continue
		}
		if t.n == 0 {
			s.prompted(c.Dir)
		}
		switch {
		case b == '\r' || b == '\n' || b == 0:
			if s.entered(c, t) {
				return l7.Match
			}
			t.n = 0
		case (b == 8 || b == 0x7f) && t.n > 0:
			t.n--
		case b >= ' ' && int(t.n) < len(t.line):
			t.line[t.n] = b
			t.n++
		}
	}
	return l7.More
}

// prompted notes what the other side has asked for, where a line begins.
func (s *telnetSession) prompted(dir uint8) {
	other := &s.dirs[1-dir]
	if asks := promptOf(other.line[:other.n]); asks != nothing || dir == s.client {
		s.typed, s.client = asks, dir
	}
}

// isText reports whether a byte is text, and follows commands.
func (t *terminal) isText(b byte) bool {
	const se, sb, will, dont, iac = 240, 250, 251, 254, 255
	switch t.command {
	case 0:
		if b == iac {
			t.command = 1
			return false
		}
		return true
	case 1:
		switch {
		case b == sb:
			t.command = 3
		case b >= will && b <= dont:
			t.command = 2
		default:
			t.command = 0
		}
	case 2:
		t.command = 0
	case 3:
		if b == iac {
			t.command = 4
		}
	default:
		t.command = 3
		if b == se {
			t.command = 0
		}
	}
	return false
}

// entered takes the end of a line, and reports whether nothing more is of interest.
func (s *telnetSession) entered(c *l7.Ctx, t *terminal) (done bool) {
	if s.typed == nothing || c.Dir != s.client || t.n == 0 && s.typed == forUser {
		return false
	}
	r := l7.Record[Telnet](c)
	if s.typed == forPassword {
		if c.KeepsPasswords() {
			r.Password = string(t.line[:t.n])
		}
		return true
	}
	r.User, s.typed = string(t.line[:t.n]), nothing
	return false
}

// promptOf returns what the line of a server asks for.
func promptOf(line []byte) uint8 {
	line = bytes.TrimRight(line, " ")
	switch {
	case endsIn(line, "login:"), endsIn(line, "user:"), endsIn(line, "username:"), endsIn(line, "user name:"):
		return forUser
	case endsIn(line, "password:"), endsIn(line, "passcode:"):
		return forPassword
	}
	return nothing
}

// endsIn compares the end of a line without regard to case.
func endsIn(line []byte, lower string) bool {
	at := len(line) - len(lower)
	return at >= 0 && bytes.EqualFold(line[at:], []byte(lower))
}

// Close has nothing to add.
func (s *telnetSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *telnetSession) Reset() { *s = telnetSession{} }

// Holds returns how many bytes of memory the session takes (l7.Holder).
func (s *telnetSession) Holds() int { return int(unsafe.Sizeof(*s)) }
