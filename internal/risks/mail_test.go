package risks_test

import (
	"github.com/nfstream/nfstream-go/internal/risks/riskstest"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/risk"
)

// over returns a flow of TCP whose client speaks first.
func over(port uint16, turns ...string) riskstest.Flow {
	return riskstest.Flow{On: l7.TCP, Port: port, Turns: turns}
}

var mailCases = []riskstest.Case{
	{ID: risk.ClearTextCredentials, Fires: true, Detail: "HTTP user test",
		Flow: web("GET / HTTP/1.1\r\nHost: a.example\r\nAuthorization: Basic dGVzdDoxMjM0\r\n\r\n", response)},
	{ID: risk.ClearTextCredentials, Fires: true, Detail: "FTP user anonymous",
		Flow: over(21, "", "220 (vsFTPd)\r\n", "USER anonymous\r\n", "331 ok\r\n")},
	{ID: risk.ClearTextCredentials, Fires: true, Detail: "password", Flow: over(21, "", "220 (vsFTPd)\r\n", "PASS x\r\n", "503 no\r\n")},
	{ID: risk.ClearTextCredentials, Fires: true, Detail: "POP3 user bob",
		Flow: over(110, "", "+OK POP3 ready\r\n", "USER bob\r\n", "+OK\r\n")},
	{ID: risk.ClearTextCredentials, Fires: true, Detail: "IMAP user bob",
		Flow: over(143, "", "* OK IMAP4rev1\r\n", "a LOGIN bob pw\r\n", "a OK\r\n")},
	{ID: risk.ClearTextCredentials, Fires: true, Detail: "SMTP user bob",
		Flow: over(25, "", "220 a ESMTP\r\n", "EHLO a\r\n", "250 ok\r\n", "AUTH PLAIN AGJvYgBwdw==\r\n", "235 ok\r\n")},
	{ID: risk.ClearTextCredentials, Fires: true, Detail: "Telnet user bob",
		Flow: over(23, "", "\xff\xfb\x01\xff\xfb\x03login: ", "bob\r\n")},
	{ID: risk.ClearTextCredentials, Fires: true, Detail: "password",
		Flow: over(6667, "PASS x\r\nNICK b\r\nUSER b 0 * :B\r\n", ":a 001 b :Hi\r\n")},
	{ID: risk.ClearTextCredentials, Flow: over(6667, "NICK b\r\nUSER b 0 * :B\r\n", ":a 001 b :Hi\r\n")},
	{ID: risk.ClearTextCredentials, Flow: web("GET / HTTP/1.1\r\nHost: a.example\r\nAuthorization: Bearer abc\r\n\r\n", response)},
	{ID: risk.ClearTextCredentials, Flow: over(25, "", "220 a ESMTP\r\n", "EHLO a\r\n", "250 ok\r\n", "MAIL FROM:<a@b>\r\n", "250 ok\r\n")},
}
