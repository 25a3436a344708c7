package mail

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/lines"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// smtp is the Simple Mail Transfer Protocol (RFC 5321, section 4). With STARTTLS (RFC 3207) the flow is SMTPS.
func smtp() l7.Proto {
	return l7.Proto{
		ID: categories.SMTP, On: l7.TCP, Ports: []uint16{25, 587}, First: l7.Bytes([]byte("245EHMRehmr")...), Probe: probeSMTP,
		Session: smtpDialogue.Sessions(), Columns: smtpColumns(),
		Samples: l7.Samples("220 mx.example.com ESMTP ready\r\n", "EHLO a.example.com\r\n", "MAIL FROM:<a@example.com>\r\n"),
	}
}

// SMTP is what a client says.
type SMTP struct{ User, Password string }

func smtpColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("smtp_user", userDoc, func(m *SMTP) string { return m.User }),
		metadata.Text("smtp_password", passwordDoc, func(m *SMTP) string { return m.Password }),
	}
}

func smtpLogin(c *l7.Ctx, user, password []byte) {
	r := l7.Record[SMTP](c)
	logIn(c, &r.User, &r.Password, user, password)
}

var smtpDialogue = &lines.Dialogue{
	Secure: categories.SMTPS,
	Asks: func(line []byte) bool {
		return lines.Command(append(line[:len(line):len(line)], ' '), "STARTTLS") == l7.Match
	},
	Answers: replyAnswers(220),
	Read:    readSMTP,
	Auth:    func(line []byte) ([]byte, bool) { return lines.Argument(line, "AUTH") }, // RFC 4954, section 4
	Login:   smtpLogin,
}

// replyAnswers returns a function that treats a reply with the given code as consent.
func replyAnswers(code int) func(line []byte) lines.Answer {
	return func(line []byte) lines.Answer {
		switch got, v := lines.Reply(line); {
		case v != l7.Match || line[3] == '-':
			return lines.Pending
		case got == code:
			return lines.Agreed
		}
		return lines.Refused
	}
}

func probeSMTP(c *l7.Ctx) l7.Verdict {
	if v := smtpCommand(c.Data); v != l7.Reject {
		return v
	}
	if c.Data[0] != '2' && c.Data[0] != '4' && c.Data[0] != '5' {
		return l7.Reject
	}
	code, v := lines.Reply(c.Data)
	if v != l7.Match {
		return v
	}
	if smtpCommand(c.Other()) == l7.Match {
		return l7.Match
	}
	line, whole := lines.First(c.Data)
	switch {
	case code != 220 && code != 421 && code != 554:
		return l7.Reject
	case whole && lines.Contains(line, "SMTP"):
		return l7.Match
	case len(c.Other()) == 0 || !whole:
		return l7.More
	}
	return l7.Reject
}

func smtpCommand(data []byte) l7.Verdict {
	return lines.Command(data, "EHLO", "HELO", "MAIL FROM:", "RCPT TO:")
}

// readSMTP reads the server's name from its greeting (RFC 5321, section 4.2). It ends at the start of a transaction.
func readSMTP(c *l7.Ctx, line []byte) (done bool) {
	code, v := lines.Reply(line)
	if v != l7.Match {
		return lines.Command(line, "MAIL FROM:") == l7.Match
	}
	if code != 220 || c.Metadata().ServerName != "" {
		return false
	}
	host, _, _ := bytes.Cut(line[4:], []byte{' '})
	if bytes.IndexByte(host, '.') > 0 && hostname(host) {
		c.SetServerName(string(bytes.ToLower(host)))
	}
	return false
}

// hostname reports whether a text is made of the characters of host names.
func hostname(text []byte) bool {
	for _, b := range text {
		if !(b|0x20 >= 'a' && b|0x20 <= 'z' || b >= '0' && b <= '9' || b == '.' || b == '-' || b == '_') {
			return false
		}
	}
	return len(text) > 0 && len(text) <= 255
}
