package mail

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/lines"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// POP3 is what a client says.
type POP3 struct{ User, Password string }

func pop3Columns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("pop3_user", userDoc, func(m *POP3) string { return m.User }),
		metadata.Text("pop3_password", passwordDoc, func(m *POP3) string { return m.Password }),
	}
}

const (
	userDoc     = "user that logs in"
	passwordDoc = "password in clear text; only with --passwords"
)

func pop3Login(c *l7.Ctx, user, password []byte) {
	r := l7.Record[POP3](c)
	logIn(c, &r.User, &r.Password, user, password)
}

// logIn writes down a user and, if passwords are kept, a password. Nil is none.
func logIn(c *l7.Ctx, toUser, toPassword *string, user, password []byte) {
	if user != nil {
		*toUser = string(user)
	}
	if password != nil && c.KeepsPasswords() {
		*toPassword = string(password)
	}
}

// pop3 is the Post Office Protocol (RFC 1939, sections 3, 5 and 7; RFC 2449, section 5). With STLS (RFC 2595, section 4)
// the flow is POPS.
func pop3() l7.Proto {
	return l7.Proto{
		ID: categories.POP3, On: l7.TCP, Ports: []uint16{110}, First: l7.Bytes([]byte("+-UCASuacs")...), Probe: probePOP3,
		Session: pop3Dialogue.Sessions(), Columns: pop3Columns(),
		Samples: l7.Samples("+OK POP3 server ready <1896.697170952@example.com>\r\n", "+OK ready\r\n", "CAPA\r\n"),
	}
}

var pop3Dialogue = &lines.Dialogue{
	Secure: categories.POPS,
	Asks:   func(line []byte) bool { return bytes.EqualFold(line, []byte("STLS")) },
	Answers: func(line []byte) lines.Answer {
		if bytes.HasPrefix(line, []byte("+OK")) {
			return lines.Agreed
		}
		return lines.Refused
	},
	Read: func(c *l7.Ctx, line []byte) (done bool) {
		if user, ok := lines.Argument(line, "USER"); ok {
			pop3Login(c, user, nil)
		} else if user, ok = lines.Argument(line, "APOP"); ok {
			user, _, _ = bytes.Cut(user, []byte{' '})
			pop3Login(c, user, nil)
		} else if password, ok := lines.Argument(line, "PASS"); ok {
			pop3Login(c, nil, password)
		}
		return lines.Command(line, "PASS", "APOP", "RETR") == l7.Match
	},
	Auth:  func(line []byte) ([]byte, bool) { return lines.Argument(line, "AUTH") }, // RFC 5034, section 4
	Login: pop3Login,
}

func probePOP3(c *l7.Ctx) l7.Verdict {
	own, other := l7.Prefix(c.Data, "+OK", "-ERR"), l7.Prefix(c.Other(), "+OK", "-ERR")
	command := pop3Command(c.Data)
	switch {
	case own == l7.Match && pop3Command(c.Other()) == l7.Match, command == l7.Match && other == l7.Match:
		return l7.Match
	case own == l7.Match:
		line, whole := lines.First(c.Data)
		if whole && (lines.Contains(line, "POP3") || lines.Contains(line, "POP SERVER")) {
			return l7.Match
		}
		return openUntil(c, pop3Command(c.Other()))
	case command == l7.Match:
		return openUntil(c, other)
	}
	return max(own, command)
}

// openUntil returns More while the other side sent nothing, or sent only the start of bytes that may decide.
func openUntil(c *l7.Ctx, other l7.Verdict) l7.Verdict {
	if len(c.Other()) == 0 || other == l7.More {
		return l7.More
	}
	return l7.Reject
}

func pop3Command(data []byte) l7.Verdict {
	return lines.Command(data, "USER", "CAPA", "APOP", "AUTH", "STLS")
}
