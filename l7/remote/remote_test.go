//go:build !nfstream_no_remote

package remote_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/remote"
	"github.com/nfstream/nfstream-go/l7/tls"
)

var newEngine = l7test.Engines(append(remote.Protos(), tls.Protos()...))

const (
	request = "\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x0b\x00\x00\x00"
	cookie  = "\x03\x00\x00\x21\x1c\xe0\x00\x00\x00\x00\x00Cookie: mstshash=abc\r\n"
	tlsOK   = "\x03\x00\x00\x13\x0e\xd0\x00\x00\x12\x34\x00\x02\x1f\x08\x00\x08\x00\x00\x00"
	plainOK = "\x03\x00\x00\x13\x0e\xd0\x00\x00\x12\x34\x00\x02\x1f\x08\x00\x00\x00\x00\x00"
)

// Turns are of the client first; an empty one passes.
func TestStreams(t *testing.T) {
	for _, c := range []struct {
		want, app categories.ID
		port      uint16
		turns     []string
	}{
		{categories.RDP, 0, 40001, []string{request, plainOK}}, {categories.RDP, 0, 40001, []string{request, tlsOK, l7test.ClientHello}},
		{categories.TLS, categories.RDP, 40001, []string{cookie, tlsOK, l7test.ClientHello}},
		{categories.RDP, 0, 40001, []string{cookie, plainOK}},
		{categories.RDP, 0, 40001, []string{"", tlsOK, l7test.ClientHello}}, {0, 0, 40001,
			[]string{"\x03\x00\x00\x0b\x06\xe0\x00\x00\x00\x00\x00"}},
		{0, 0, 40001, []string{"\x03\x00\x00\x16\x11\xe0\x00\x00\x00\x01\x00\xc1\x02\x01\x00\xc2\x02\x01\x02\xc0\x01\x0a"}}, // S7
		{0, 0, 40001, []string{request[:4] + "\x0d" + request[5:]}}, {0, 0, 40001, []string{"\x03\x00\x00\x07\x02\xf0\x80"}},
		{categories.Telnet, 0, 23, []string{"\xff\xfd\x03"}},
		{0, 0, 40001, []string{"\xff\xfd\x03"}},
		{categories.Telnet, 0, 40001, []string{"\xff\xfd\x03", "\xff\xfb\x03"}},
		{0, 0, 40001, []string{"\xff\xfd\x99"}},
		{0, 0, 40001, []string{"\xff\xfd\x03\xff\xff\x03"}},
		{0, 0, 514, []string{"<34>Oct"}},
		{0, 0, 514, []string{"1022\x00a\x00\x00"}},
		{0, 0, 40001, []string{"1022\x00a\x00b\x00c\x00"}},
		{0, 0, 514, []string{"1234567\x00"}},
		{0, 0, 40001, []string{"\x17\x24\x0a\x04\x00abcdef"}},
		{categories.TeamViewer, 0, 40001, []string{"\x17\x24\x0a\x04\x00abcd\x17\x24\x0a"}},
		{categories.NoMachine, 0, 40001, []string{"NXSH-8.1\n", "NXD-8.1\n", l7test.ClientHello}},
		{categories.VNC, 0, 40001, []string{"", "RFB 003.008\n"}},
		{0, 0, 40001, []string{"", "RFB 009.008\n"}},
		{0, 0, 40001, []string{"\x01\x00\x00\x00\x05\x00\x00\x27\x27"}},
	} {
		for _, size := range []int{1, 5, 1000} {
			e := newEngine()
			k := l7test.NewTalk(e, l7.TCP, 40000, c.port)
			for i, turn := range c.turns {
				k.Segments(uint8(i&1), []byte(turn), size)
			}
			if !k.Flow.Decided() {
				k.Key.PortB = 40001 // nobody's: no guess by port
				k.End()
			}
			require.Equal(t, c.want, k.Flow.Protocol, "%q by %d", c.turns, size)
			require.Equal(t, c.app, k.Flow.Application, "%q by %d", c.turns, size)
			require.Zero(t, e.Busy())
		}
	}
}

func TestDatagrams(t *testing.T) {
	syn := "\xff\xff\xff\xff\x00\x40\x18\x01\xbb\xff\xf5\x68\x04\xd0\x04\xd0" + string(make([]byte, 1216))
	for _, c := range []struct {
		want categories.ID
		port uint16
		text string
	}{
		{categories.RDP, 40001, syn},
		{0, 40001, syn[:1000]},
		{0, 40001, "\xff\xff\xff\xfe" + syn[4:]},
		{0, 40001, syn[:12] + "\x05\xd0" + syn[14:]},
		{categories.XDMCP, 177, "\x00\x01\x00\x02\x00\x01\x00"},
		{0, 177, "\x00\x01\x00\x02\x00\x02\x00"},
		{0, 40001, "\x00\x01\x00\x02\x00\x01\x00"},
		{0, 40001, "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x17\x25\x47\x50\x00"},
	} {
		k := l7test.NewTalk(newEngine(), l7.UDP, 40000, c.port)
		k.Say(0, []byte(c.text))
		if !k.Flow.Decided() {
			k.Key.PortB = 40001
			k.End()
		}
		require.Equal(t, c.want, k.Flow.Protocol, "%q", c.text[:min(len(c.text), 32)])
	}
}

func TestSessionsLeaveNothingBehind(t *testing.T) {
	script := func(turns ...string) l7test.Script {
		return l7test.Script{On: l7.TCP, Port: 3389, Size: 3, Turns: turns}
	}
	l7test.CheckReuse(t, newEngine, script(cookie, tlsOK[:9]), script(request, tlsOK, l7test.ClientHello),
		script(cookie, tlsOK, l7test.ClientHello), script(request, plainOK))
}

func FuzzFlow(f *testing.F) {
	l7test.Fuzzing{Protos: remote.Protos(), Port: 3389}.Flow(f, [2]string{request, tlsOK},
		[2]string{cookie, plainOK}, [2]string{"\xff\xfd\x03", "\xff\xfb\x03"},
		[2]string{"NXSH-8.1\n", "NXD-8.1\n"}, [2]string{"\x17\x24\x0a\x04\x00abcd", ""}, [2]string{"1022\x00a\x00b\x00c\x00", ""},
		[2]string{"RFB 003.008\n\x02", "RFB 003.008\n\x01\x02"})
}
