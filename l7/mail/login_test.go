//go:build !nfstream_no_mail

package mail_test

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/mail"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tls"
)

func base(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

// user and password of whatever protocol it is.
func credentials(s *metadata.Set) (pair [2]string) {
	if m := metadata.Get[mail.POP3](s); m != nil {
		pair = [2]string{m.User, m.Password}
	}
	if m := metadata.Get[mail.IMAP](s); m != nil {
		pair = [2]string{m.User, m.Password}
	}
	if m := metadata.Get[mail.SMTP](s); m != nil {
		pair = [2]string{m.User, m.Password}
	}
	if m := metadata.Get[mail.IRC](s); m != nil {
		pair = [2]string{m.User, m.Password}
	}
	return pair
}

// Turns are of the client first. A password is kept only if that is asked for.
func TestLogins(t *testing.T) {
	for _, c := range []struct {
		user, password string
		turns          []string
	}{
		{"bob", "pw", []string{"", dovecot, "USER bob\r\n", "+OK\r\n", "PASS pw\r\n", "+OK\r\n"}},
		{"bob", "", []string{"", dovecot, "APOP bob c4c9334bac560ecc979e58001b3e22fb\r\n", "+OK\r\n"}},
		{"bob", "pw", []string{"", dovecot, "AUTH PLAIN\r\n", "+ \r\n", base("\x00bob\x00pw") + "\r\n", "+OK\r\n"}},
		{"bob", "pw", []string{"", "* OK ready\r\n", "a LOGIN bob pw\r\n", "a OK\r\n"}},
		{"b\\\"ob", "p w", []string{"", "* OK ready\r\n", "a login \"b\\\"ob\" \"p w\"\r\n", "a OK\r\n"}},
		{"bob", "pw", []string{"", "* OK ready\r\n", "a AUTHENTICATE PLAIN " + base("\x00bob\x00pw") + "\r\n", "a OK\r\n"}},
		{"bob", "pw", []string{"", "* OK ready\r\n", "a AUTHENTICATE PLAIN\r\n", "+ \r\n", base("x\x00bob\x00pw") + "\r\n", "a OK\r\n"}},
		{"bob", "", []string{"", "* OK ready\r\n", "a AUTHENTICATE CRAM-MD5\r\n", "+ PDE4OT==\r\n", base("bob 0123") + "\r\n", "a OK\r\n"}},
		{"bob", "pw", []string{"", greeting, "EHLO a\r\n", "250 AUTH LOGIN\r\n", "AUTH LOGIN\r\n", "334 VXNlcm5hbWU6\r\n", base("bob") + "\r\n",
			"334 UGFzc3dvcmQ6\r\n", base("pw") + "\r\n", "235 ok\r\n"}},
		{"bob", "pw", []string{"", greeting, "EHLO a\r\n", "250 AUTH LOGIN\r\n", "AUTH LOGIN " + base("bob") + "\r\n",
			"334 UGFzc3dvcmQ6\r\n", base("pw") + "\r\n", "235 ok\r\n"}},
		{"", "", []string{"", greeting, "EHLO a\r\n", "250 AUTH LOGIN\r\n", "AUTH LOGIN\r\n", "334 VXNlcm5hbWU6\r\n", "*\r\n", "501 no\r\n"}},
		{"bob@a", "", []string{"", greeting, "EHLO a\r\n", "250 ok\r\n", "auth xoauth2 " + base("user=bob@a\x01auth=Bearer x\x01\x01") + "\r\n"}},
		{"bob", "pw", []string{"PASS pw\r\nNICK b\r\nUSER bob 0 * :B\r\n", ":a 001 b :Hi\r\n"}},
	} {
		for _, size := range []int{1, 1000} {
			for _, keep := range []bool{true, false} {
				own := l7.Compile(append(mail.Protos(), tls.Protos()...))
				want := [2]string{c.user, ""}
				if keep {
					own.KeepPasswords()
					want[1] = c.password
				}
				k := l7test.NewTalk(l7.NewEngine(own, l7.Limits{TCP: 1 << 12}), l7.TCP, 40000, 40001)
				for i, turn := range c.turns {
					k.Segments(uint8(i&1), []byte(turn), size)
				}
				k.End()
				require.Equal(t, want, credentials(k.Metadata), "%q %d", c.turns, size)
			}
		}
	}
}
