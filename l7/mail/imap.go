package mail

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/lines"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// IMAP is what a client says.
type IMAP struct{ User, Password string }

func imapColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("imap_user", userDoc, func(m *IMAP) string { return m.User }),
		metadata.Text("imap_password", passwordDoc, func(m *IMAP) string { return m.Password }),
	}
}

func imapLogin(c *l7.Ctx, user, password []byte) {
	r := l7.Record[IMAP](c)
	logIn(c, &r.User, &r.Password, user, password)
}

// imap is the Internet Message Access Protocol (RFC 9051, sections 2.2 and 7.1). With STARTTLS (section 6.2.1) the flow is
// IMAPS.
func imap() l7.Proto {
	return l7.Proto{
		ID: categories.IMAP, On: l7.TCP, Ports: []uint16{143}, First: imapFirst, Probe: probeIMAP, Session: imapDialogue.Sessions(),
		Columns: imapColumns(),
		Samples: l7.Samples("* OK IMAP4rev1 ready\r\n", "* OK ready\r\n", "a001 CAPABILITY\r\n"),
	}
}

var imapDialogue = &lines.Dialogue{
	Secure: categories.IMAPS,
	Asks: func(line []byte) bool {
		_, command, _ := bytes.Cut(line, []byte{' '})
		return bytes.EqualFold(command, []byte("STARTTLS"))
	},
	Answers: func(line []byte) lines.Answer {
		tag, text, _ := bytes.Cut(line, []byte{' '})
		switch {
		case len(tag) == 1 && tag[0] == '*':
			return lines.Pending
		case len(text) >= 2 && bytes.EqualFold(text[:2], []byte("OK")):
			return lines.Agreed
		}
		return lines.Refused
	},
	Read: func(c *l7.Ctx, line []byte) (done bool) {
		_, command, _ := bytes.Cut(line, []byte{' '})
		if arguments, ok := lines.Argument(command, "LOGIN"); ok {
			user, rest := astring(arguments)
			password, _ := astring(rest)
			imapLogin(c, user, password)
		}
		return lines.Command(command, "LOGIN", "AUTHENTICATE", "SELECT", "FETCH") == l7.Match
	},
	Auth: func(line []byte) ([]byte, bool) { // RFC 9051, section 6.2.2
		_, command, _ := bytes.Cut(line, []byte{' '})
		return lines.Argument(command, "AUTHENTICATE")
	},
	Login: imapLogin,
}

// astring returns an atom or a quoted text, and what follows it (RFC 9051, section 9). It is nil if there is none.
func astring(b []byte) (text, rest []byte) {
	b = bytes.TrimLeft(b, " ")
	if len(b) == 0 {
		return nil, nil
	}
	if b[0] == '"' {
		for i := 1; i < len(b); i++ {
			switch b[i] {
			case '\\':
				i++
			case '"':
				return b[1:i], b[i+1:]
			}
		}
	}
	text, rest, _ = bytes.Cut(b, []byte{' '})
	return bytes.Trim(text, `"`), rest
}

// imapFirst are what replies and tags begin with.
var imapFirst = l7.Bytes([]byte("*.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")...)

func probeIMAP(c *l7.Ctx) l7.Verdict {
	if !imapFirst.Has(c.Data[0]) {
		return l7.Reject
	}
	own, other := l7.Prefix(c.Data, imapGreetings...), l7.Prefix(c.Other(), imapGreetings...)
	command := imapCommand(c.Data)
	switch {
	case own == l7.Match && imapCommand(c.Other()) == l7.Match, command == l7.Match && other == l7.Match:
		return l7.Match
	case own == l7.Match:
		if line, whole := lines.First(c.Data); whole && lines.Contains(line, "IMAP") {
			return l7.Match
		}
		return openUntil(c, imapCommand(c.Other()))
	case command == l7.Match:
		return openUntil(c, other)
	}
	return max(own, command)
}

var imapGreetings = []string{"* OK ", "* PREAUTH ", "* BYE ", "* CAPABILITY "}

// maxTag is how long a tag may be, which clients keep short.
const maxTag = 16

// imapCommand checks a tag and a command.
func imapCommand(data []byte) l7.Verdict {
	i := 0
	for i < len(data) && i <= maxTag && (data[i]|0x20 >= 'a' && data[i]|0x20 <= 'z' || data[i] >= '0' &&
		data[i] <= '9' || data[i] == '.') {
		i++
	}
	switch {
	case i == len(data) && i <= maxTag:
		return l7.More
	case i == 0 || i > maxTag || data[i] != ' ':
		return l7.Reject
	}
	return lines.Command(data[i+1:], "CAPABILITY", "LOGIN", "AUTHENTICATE", "STARTTLS", "NOOP", "ID", "LOGOUT",
		"SELECT", "LIST",
		"NAMESPACE", "EXAMINE", "STATUS", "UID", "FETCH")
}
