// Package lines has what protocols of text lines share: commands, replies, and the change to TLS within a connection.
package lines

import (
	"bytes"
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Max is how many bytes of a line are looked at; those beyond are ignored.
const Max = 1 << 10

// Command compares data, without regard to case, with commands of which it may begin with any. A command ends with a
// space, or the line does: Match if one is there, More if data is the beginning of one, else Reject.
func Command(data []byte, commands ...string) l7.Verdict {
	verdict := l7.Reject
	for _, command := range commands {
		n := min(len(data), len(command))
		switch {
		case !equalFold(data[:n], command[:n]):
		case n == len(data):
			verdict = l7.More
		case data[n] == ' ' || data[n] == '\r' || data[n] == '\n' || command[n-1] == ':':
			return l7.Match
		}
	}
	return verdict
}

// maxArgument is how many bytes Argument returns at most.
const maxArgument = 256

// Argument returns what follows a command, cut to 256 bytes, and false for another command.
func Argument(line []byte, command string) (argument []byte, ok bool) {
	if len(line) <= len(command) || line[len(command)] != ' ' || !equalFold(line[:len(command)], command) {
		return nil, false
	}
	argument = bytes.Trim(line[len(command):], " ")
	return argument[:min(len(argument), maxArgument)], true
}

// equalFold compares data with an upper-case text of the same length, without regard to the case of ASCII letters.
func equalFold(data []byte, text string) bool {
	for i := range len(text) {
		b := data[i]
		if 'a' <= b && b <= 'z' {
			b -= 'a' - 'A'
		}
		if b != text[i] {
			return false
		}
	}
	return true
}

// Field returns the value of the first field of a name, given in upper case, in a head of lines such as "Name: value", cut to 256
// bytes; nil without one.
func Field(head []byte, name string) []byte {
	for len(head) > 0 {
		var line []byte
		line, head, _ = bytes.Cut(head, []byte{'\n'})
		key, value, ok := bytes.Cut(line, []byte{':'})
		if ok && len(key) == len(name) && equalFold(key, name) {
			value = bytes.TrimSpace(value)
			return value[:min(len(value), maxArgument)]
		}
	}
	return nil
}

// Contains reports whether a line contains an upper-case text, without regard to case.
func Contains(line []byte, text string) bool {
	for i := 0; i+len(text) <= len(line); i++ {
		if equalFold(line[i:i+len(text)], text) {
			return true
		}
	}
	return false
}

// First returns the first line of data without its end, and whether it is whole.
func First(data []byte) (line []byte, whole bool) {
	data = data[:min(len(data), Max)]
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return bytes.TrimSuffix(data[:i], []byte{'\r'}), true
	}
	return data, len(data) == Max
}

// Reply judges the start of a reply: three digits of which the first is 1 to 5, and a space or hyphen (RFC 959, section
// 4.2; RFC 5321, section 4.2; RFC 3977, section 3.2). It returns the code, 0 while it is not whole.
func Reply(data []byte) (code int, v l7.Verdict) {
	for i, b := range data[:min(len(data), 3)] {
		if b < '0' || b > '9' || i == 0 && (b == '0' || b > '5') {
			return 0, l7.Reject
		}
		code = code*10 + int(b-'0')
	}
	switch {
	case len(data) < 4:
		return 0, l7.More
	case data[3] != ' ' && data[3] != '-' && data[3] != '\r':
		return 0, l7.Reject
	}
	return code, l7.Match
}

// Answer is what a line says to a request for TLS.
type Answer uint8

// The answers.
const (
	Pending Answer = iota // it is no answer
	Agreed
	Refused
)

// Dialogue is what to do with the lines of both sides.
type Dialogue struct {
	// Secure is what the flow's protocol is called once TLS begins. 0: as before.
	Secure categories.ID
	// Asks reports whether a line asks to change to TLS, and Answers what a line of the other side says to that. Nil: the
	// protocol has no TLS within.
	Asks    func(line []byte) bool
	Answers func(line []byte) Answer
	// Read is shown each line, for labels, and reports whether no more are of interest. Nil: none is.
	Read func(c *l7.Ctx, line []byte) (done bool)
	// Auth returns the arguments of a command that begins a SASL exchange, a mechanism and perhaps a first response, and false for
	// other lines. Login takes the user and the password that the exchange shows; nil is none, and neither is to be kept. Nil: the
	// protocol has no SASL.
	Auth  func(line []byte) (arguments []byte, ok bool)
	Login func(c *l7.Ctx, user, password []byte)
}

// Sessions returns what makes sessions that read a dialogue and hand over to TLS.
func (d *Dialogue) Sessions() func() l7.Session {
	return func() l7.Session { return &session{dialogue: d} }
}

type session struct {
	dialogue *Dialogue
	line     [2][]byte // of each direction, the line that has begun
	asked    [2]bool   // by direction
	login    login
}

// Read takes bytes of a direction.
func (s *session) Read(c *l7.Ctx) l7.Verdict {
	for data := c.Data; len(data) > 0; {
		i := bytes.IndexByte(data, '\n')
		if i < 0 {
			s.keep(c.Dir, data)
			break
		}
		line := data[:i]
		if len(s.line[c.Dir]) > 0 {
			s.keep(c.Dir, line)
			line, s.line[c.Dir] = s.line[c.Dir], s.line[c.Dir][:0]
		}
		data = data[i+1:]
		switch s.read(c, bytes.TrimSuffix(line[:min(len(line), Max)], []byte{'\r'})) {
		case Agreed:
			if s.dialogue.Secure != 0 {
				c.SetProtocol(s.dialogue.Secure)
			}
			c.Handover(data, nil)
			return l7.More
		case Refused: // no more lines are of interest
			return l7.Match
		}
	}
	return l7.More
}

func (s *session) keep(dir uint8, data []byte) {
	have := s.line[dir]
	s.line[dir] = append(have, data[:min(len(data), Max-len(have))]...)
}

// read reads a line. It answers Refused where the dialogue is of no more interest.
func (s *session) read(c *l7.Ctx, line []byte) Answer {
	d := s.dialogue
	if d.Asks != nil && s.asked[1-c.Dir] {
		switch d.Answers(line) {
		case Agreed:
			return Agreed
		case Refused:
			s.asked[1-c.Dir] = false
		}
	}
	if d.Asks != nil && d.Asks(line) {
		s.asked[c.Dir] = true
	}
	if s.logsIn(c, line) {
		return Pending
	}
	if d.Read != nil && d.Read(c, line) {
		return Refused
	}
	return Pending
}

// logsIn reports whether a line belongs to a SASL exchange, more lines of which are of interest.
func (s *session) logsIn(c *l7.Ctx, line []byte) bool {
	d := s.dialogue
	if s.login.mechanism != noMechanism && s.login.dir == c.Dir {
		s.respond(c, line)
		return s.login.mechanism != noMechanism
	}
	if d.Auth == nil {
		return false
	}
	arguments, ok := d.Auth(line)
	return ok && s.begin(c, arguments)
}

// Awaits is true: whether TLS begins may show late (l7.Awaiter).
func (s *session) Awaits(uint8) bool { return s.dialogue.Asks != nil }

// Close has nothing to add.
func (s *session) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *session) Reset() {
	*s = session{dialogue: s.dialogue, line: [2][]byte{s.line[0][:0], s.line[1][:0]}}
}

// Holds returns how many bytes of memory the session takes (l7.Holder).
func (s *session) Holds() int { return int(unsafe.Sizeof(*s)) + cap(s.line[0]) + cap(s.line[1]) }
