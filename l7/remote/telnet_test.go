//go:build !nfstream_no_remote

package remote_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/remote"
)

// Turns are of the client first.
func TestTelnetLogin(t *testing.T) {
	for _, c := range []struct {
		want  remote.Telnet
		turns []string
	}{
		{remote.Telnet{User: "fake", Password: "user"}, []string{"\xff\xfd\x03", "\xff\xfb\x03\xff\xfa\x18\x01\xff\xf0",
			"\xff\xfa\x18\x00xterm\xff\xf0", "\r\nOpenBSD (oof)\r\n\r\nlogin: ", "f", "f", "a", "a", "ke\r\n", "ke\r\nPassword:", "us", "", "er\r\x00", "\r\n$ "}},
		{remote.Telnet{User: "bob", Password: ""}, []string{"", "\xff\xfb\x01\xff\xfb\x03Username: ", "bib\x08\x08ob\r\n", "Password: ", "\r\n"}},
		{remote.Telnet{User: "bob"}, []string{"", "\xff\xfb\x01\xff\xfb\x03login: ", "bob\r\n", "Last login: Tue\r\n$ ", "ls\r\n"}},
		{remote.Telnet{}, []string{"\xff\xfd\x03\xff\xfb\x18", "\xff\xfb\x03Hello\r\n> ", "show\r\n"}},
	} {
		for _, size := range []int{1, 1000} {
			for _, keep := range []bool{true, false} {
				own := l7.Compile(remote.Protos())
				want := c.want
				if keep {
					own.KeepPasswords()
				} else {
					want.Password = ""
				}
				k := l7test.NewTalk(l7.NewEngine(own, l7.Limits{TCP: 1 << 12}), l7.TCP, 40000, 23)
				for i, turn := range c.turns {
					k.Segments(uint8(i&1), []byte(turn), size)
				}
				k.End()
				got := metadata.Get[remote.Telnet](k.Metadata)
				if got == nil {
					got = new(remote.Telnet)
				}
				require.Equal(t, want, *got, "%q %d", c.turns, size)
			}
		}
	}
}

func TestRemoteShell(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 1023, 514)
	k.Turns("1022\x00lns\x00root\x00mkdir testdir\x00")
	k.End()
	require.Equal(t, remote.RSH{User: "lns", Remote: "root", Command: "mkdir testdir"}, *metadata.Get[remote.RSH](k.Metadata))
}
