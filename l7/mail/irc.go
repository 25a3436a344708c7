package mail

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/lines"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// irc is Internet Relay Chat (RFC 2812, sections 2.3 and 3; IRCv3, capability negotiation).
func irc() l7.Proto {
	return l7.Proto{
		ID: categories.IRC, On: l7.TCP, Ports: []uint16{194, 6667}, First: l7.Bytes([]byte(":CJNPUE")...), Probe: probeIRC,
		Session: ircDialogue.Sessions(), Columns: ircColumns(),
		Samples: l7.Samples("NICK a\r\nUSER a 0 * :A B\r\n", "CAP LS 302\r\n", ":irc.example.com NOTICE * :*** Looking up\r\n",
			":irc.example.com 001 a :Welcome\r\n", "PASS a\r\nNICK b\r\n", "USER a +iw a :A B\r\n"),
	}
}

// IRC is what a client says.
type IRC struct{ User, Nick, Password string }

func ircColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("irc_user", userDoc, func(m *IRC) string { return m.User }),
		metadata.Text("irc_nick", "nickname of the client", func(m *IRC) string { return m.Nick }),
		metadata.Text("irc_password", passwordDoc, func(m *IRC) string { return m.Password }),
	}
}

// ircDialogue reads how a client registers (RFC 2812, section 3.1).
var ircDialogue = &lines.Dialogue{Read: func(c *l7.Ctx, line []byte) (done bool) {
	if user, ok := lines.Argument(line, "USER"); ok {
		user, _, _ = bytes.Cut(user, []byte{' '})
		l7.Record[IRC](c).User = string(user)
	} else if nick, ok := lines.Argument(line, "NICK"); ok {
		l7.Record[IRC](c).Nick = string(bytes.TrimPrefix(nick, []byte{':'}))
	} else if password, ok := lines.Argument(line, "PASS"); ok && c.KeepsPasswords() {
		l7.Record[IRC](c).Password = string(bytes.TrimPrefix(password, []byte{':'}))
	}
	return lines.Command(line, "JOIN", "PRIVMSG", "QUIT") == l7.Match
}}

// maxIRC is how many bytes a message has at most, and how many are waited for.
const maxIRC = 512

func probeIRC(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if v := l7.Prefix(b, "CAP LS", "CAP REQ :", "NOTICE AUTH :", "ERROR :Closing Link:", "NOTICE * :"); v == l7.Match {
		return v
	} else if l7.Prefix(b, "NICK ", "USER ", "PASS ", ":", "JOIN #") == l7.Reject {
		return v
	}
	line, rest, whole := bytes.Cut(b, []byte{'\n'})
	switch {
	case len(line) > maxIRC:
		return l7.Reject
	case !whole:
		return l7.More
	case b[0] == ':':
		return judgeIRCServer(line)
	case line[0] == 'J' && line[1] == 'O', line[0] == 'U' && ircUser(line):
		return l7.Match
	case line[0] == 'U':
		return l7.Reject
	}
	return nextIRC(rest)
}

// nextIRC checks the bytes after NICK or PASS.
func nextIRC(rest []byte) l7.Verdict {
	return l7.Prefix(rest, "NICK ", "USER ", "CAP LS")
}

// ircUser reports whether a line is USER with four parameters. USER of POP3 and FTP has one parameter.
func ircUser(line []byte) bool {
	spaces := 0
	for i, b := range line {
		if b != ' ' {
			continue
		}
		if spaces++; i+1 == len(line) || line[i+1] == ' ' {
			return false
		}
		if spaces == 4 {
			return true
		}
	}
	return false
}

// judgeIRCServer checks a line with a prefix: the server's name or a user, and a command or a number of three digits.
func judgeIRCServer(line []byte) l7.Verdict {
	from, text, found := bytes.Cut(line[1:], []byte{' '})
	if !found || len(from) == 0 {
		return l7.Reject
	}
	for _, b := range from {
		if b <= ' ' || b > '~' {
			return l7.Reject
		}
	}
	if v := lines.Command(text, "NOTICE", "PRIVMSG", "JOIN", "CAP", "MODE", "NICK", "QUIT", "PONG", "PING"); v == l7.Match {
		return v
	}
	if len(text) > 4 && text[0] >= '0' && text[0] <= '5' && text[1]-'0' <= 9 && text[2]-'0' <= 9 && text[3] == ' ' {
		return l7.Match
	}
	return l7.Reject
}
