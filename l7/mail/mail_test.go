//go:build !nfstream_no_mail

package mail_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/mail"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tls"
)

var newEngine = l7test.Engines(append(mail.Protos(), tls.Protos()...))

const (
	dovecot  = "+OK Dovecot ready.\r\n"
	greeting = "220 mx.example.com ESMTP Postfix\r\n"
)

// Turns are of the client first; an empty one passes.
func TestDialogues(t *testing.T) {
	for _, c := range []struct {
		want  categories.ID
		turns []string
	}{
		{categories.SMTP, []string{"", greeting, "EHLO a\r\n", "250-mx\r\n250 STARTTLS\r\n", "MAIL FROM:<a@b>\r\n"}},
		{categories.SMTP, []string{"", "220 hi\r\n", "helo a\r\n"}},
		{categories.SMTPS, []string{"", greeting, "EHLO a\r\n", "250 STARTTLS\r\n", "STARTTLS\r\n", "220 go\r\n", l7test.ClientHello}},
		{categories.SMTP, []string{"", greeting, "STARTTLS\r\n", "454 no\r\n", "EHLO a\r\n", "220 go\r\n", "QUIT\r\n"}},
		{categories.POP3, []string{"", dovecot, "USER a\r\n", "+OK\r\n", "PASS b\r\n"}},
		{categories.POP3, []string{"", "+OK POP3 ready\r\n"}},
		{categories.POPS, []string{"", dovecot, "CAPA\r\n", "+OK\r\nSTLS\r\n.\r\n", "STLS\r\n", "+OK go\r\n", l7test.ClientHello}},
		{categories.IMAP, []string{"", "* OK ready\r\n", "a LOGIN b c\r\n", "a OK\r\n"}},
		{categories.IMAPS, []string{"", "* OK ready\r\n", "a STARTTLS\r\n", "* more\r\na OK go\r\n", l7test.ClientHello}},
		{categories.Usenet, []string{"", "200 ready\r\n", "MODE READER\r\n", "200 ok\r\n"}},
		{categories.IRC, []string{"NICK a\r\nUSER a 0 * :A\r\n"}}, {categories.IRC, []string{"", ":a.example 001 b :Welcome\r\n"}},
		{categories.Jabber, []string{"<?xml version='1.0'?>\n<stream:stream to='a.example' xmlns='jabber:client'>"}},
		{0, []string{"", "+OK\r\n", "PING\r\n"}}, {0, []string{"", "220 hi\r\n", "USER a\r\n"}}, {0, []string{"", "220 hi\r\n"}},
		{0, []string{"", "* OK\r\n", "hello\r\n"}}, {0, []string{"", "200 ready\r\n", "GET / HTTP/1.1\r\n"}},
		{0, []string{"NICK a\r\nhello\r\n"}}, {0, []string{"USER a\r\n", "331 more\r\n"}}, {0, []string{":hello world\r\n"}},
		{0, []string{"<?xml version='1.0'?><html>"}}, {0, []string{"<stream:stream to='a'>"}},
	} {
		for _, size := range []int{1, 5, 1000} {
			e := newEngine()
			k := l7test.NewTalk(e, l7.TCP, 40000, 40001)
			for i, turn := range c.turns {
				k.Segments(uint8(i&1), []byte(turn), size)
			}
			if !k.Flow.Decided() {
				k.End()
			}
			require.Equal(t, c.want, k.Flow.Protocol, "%q by %d", c.turns, size)
			require.Zero(t, e.Busy())
		}
	}
}

func TestNames(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 25)
	k.Turns("", "220-MX.example.com ESMTP\r\n220 more\r\n", "EHLO a\r\n")
	require.Equal(t, "mx.example.com", k.Metadata.ServerName)
	k = l7test.NewTalk(newEngine(), l7.TCP, 40000, 5222)
	k.Turns("<stream:stream xmlns='jabber:client' to=\"A.example\">")
	require.Equal(t, "a.example", k.Metadata.ServerName)
}

func TestUsers(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 110)
	k.Turns("", dovecot, "USER a@example.com\r\n", "+OK\r\n", "PASS b\r\n")
	require.Equal(t, "a@example.com", metadata.Get[mail.POP3](k.Metadata).User)
	k = l7test.NewTalk(newEngine(), l7.TCP, 40000, 143)
	k.Turns("", "* OK ready\r\n", "a LOGIN \"me\" secret\r\n")
	require.Equal(t, "me", metadata.Get[mail.IMAP](k.Metadata).User)
}

// TLS is read within the stream, as its server's name shows.
func TestTLSWithinJabber(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 5222)
	k.Turns("<stream:stream xmlns='jabber:client' to='a.example'>",
		"<stream:stream xmlns='jabber:client'><stream:features><starttls/></stream:features>",
		"<starttls xmlns='urn:x'/>", "<proceed xmlns='urn:x'/>", l7test.ClientHello)
	k.End()
	require.Equal(t, categories.Jabber, k.Flow.Protocol)
	require.NotNil(t, metadata.Get[tls.Metadata](k.Metadata))
}

func TestSessionsLeaveNothingBehind(t *testing.T) {
	script := func(turns ...string) l7test.Script { return l7test.Script{On: l7.TCP, Port: 25, Size: 3, Turns: turns} }
	l7test.CheckReuse(t, newEngine, script("", greeting, "EHLO", "250"), script("", dovecot, "CAPA\r\n", "STLS"),
		script("<stream:stream xmlns='jabber:client'><starttls/>"), script("<stream:stream xmlns='jabber:client'>", "<proceed/>"))
}

func FuzzFlow(f *testing.F) {
	l7test.Fuzzing{Protos: mail.Protos(), Port: 25}.Flow(f, [2]string{"EHLO a\r\nSTARTTLS\r\n", greeting +
		"250 a\r\n220 go\r\n"},
		[2]string{"USER a\r\n", dovecot}, [2]string{"a STARTTLS\r\n", "* OK\r\na OK\r\n"},
		[2]string{"MODE READER\r\n", "200 a\r\n"},
		[2]string{"NICK a\r\nUSER b c d :e\r\n", ":a 001 b :c\r\n"},
		[2]string{"<stream:stream to='a' xmlns='jabber:a'>", "<proceed/>"})
}
