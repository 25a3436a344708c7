package ssh_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/ssh"
)

var tables = l7.Compile(ssh.Protos())

func newEngine() *l7.Engine { return l7.NewEngine(tables, l7.Limits{TCP: 1 << 17, UDP: 32}) }

const serverBanner = "SSH-2.0-dropbear_2022.83\r\n"

// want is what a client with banner and a server with serverBanner leave, both with the offers of kexInit.
func want(t testing.TB) *metadata.Set {
	var k ssh.KexInit
	_, err := k.Parse([]byte(kexInit()))
	require.NoError(t, err)
	client, server := banner[:len(banner)-2], serverBanner[:len(serverBanner)-2]
	return (&metadata.Set{ClientText: client, ServerText: server}).With(&ssh.Metadata{Client: client, Server: server,
		HASSHClient: k.HASSH(), HASSHServer: k.HASSHServer()})
}

func TestFlow(t *testing.T) {
	engine := newEngine()
	for _, size := range []int{1, 2, 5, 9, 100, 5000} {
		k := l7test.NewTalk(engine, l7.TCP, 40000, 2222)
		k.Segments(1, []byte(serverBanner), size) // the server may be first
		require.Equal(t, categories.SSH, k.Flow.Protocol)
		k.Segments(0, []byte(banner+kexInit()), size)
		require.False(t, k.Flow.Decided())
		k.Segments(1, []byte(kexInit()+"\x00\x00\x00\x0c"), size)
		require.True(t, k.Flow.Decided())
		require.Equal(t, want(t), k.Metadata)
	}
}

func TestCaptureFromTheMiddle(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 22, 40000)
	k.Say(0, []byte(serverBanner+kexInit()))
	k.Say(1, []byte(banner+kexInit()))
	require.Equal(t, want(t), k.Metadata)
}

func TestOneDirection(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 22)
	k.Say(1, []byte(serverBanner+kexInit()))
	k.End()
	whole := metadata.Get[ssh.Metadata](want(t))
	require.Equal(t, &ssh.Metadata{Server: whole.Server, HASSHServer: whole.HASSHServer}, metadata.Get[ssh.Metadata](k.Metadata))
}

func TestServerMayGreetBeforeItsBanner(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 22)
	k.Say(0, []byte(banner))
	k.Segments(1, []byte("Authorised use only\r\n"+serverBanner+kexInit()), 11)
	k.Say(0, []byte(kexInit()))
	require.Equal(t, want(t), k.Metadata)
}

// A server may greet before the client has said anything, however that is split (RFC 4253, section 4.2).
func TestServerGreetsFirst(t *testing.T) {
	for _, port := range []uint16{22, 2222} {
		k := l7test.NewTalk(newEngine(), l7.TCP, 40000, port)
		k.Say(1, []byte("Authorised use only\r\n\r\nCafé \x1b[0m\r\n"+serverBanner))
		require.Equal(t, categories.SSH, k.Flow.Protocol)
		k.Say(0, []byte(banner+kexInit()))
		k.Say(1, []byte(kexInit()))
		require.True(t, k.Flow.Decided())
		require.Equal(t, want(t), k.Metadata)
	}
	for _, size := range []int{1, 2, 7, 21, 30} { // on its port lines alone are enough to wait
		k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 22)
		k.Segments(1, []byte("Authorised use only\r\nSSH\r\n"+serverBanner+kexInit()), size)
		k.Segments(0, []byte(banner+kexInit()), size)
		require.Equal(t, want(t), k.Metadata, size)
	}
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 2222) // elsewhere lines in one write, banner in the next
	k.Say(1, []byte("Authorised use only\r\n"))
	k.Say(1, []byte(serverBanner+kexInit()))
	k.Say(0, []byte(banner+kexInit()))
	require.Equal(t, want(t), k.Metadata)
}

func TestPaddedBanners(t *testing.T) {
	for _, padded := range []string{
		serverBanner[:len(serverBanner)-2] + "\x00\x00\r\n", serverBanner + strings.Repeat("\x00", 40),
	} {
		for _, size := range []int{1, 3, 1000} {
			k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 22)
			k.Segments(1, []byte(padded+kexInit()), size)
			k.Segments(0, []byte(banner+kexInit()), size)
			require.True(t, k.Flow.Decided())
			require.Equal(t, want(t), k.Metadata)
		}
	}
}

func TestLinesAloneAreNotSSH(t *testing.T) {
	for _, c := range []struct {
		dir  uint8
		port uint16
		text string
	}{
		{1, 22, "220 ready\r\n"}, {1, 22, "lines\r\nSSH-x.0-a\r\n"}, {1, 22, "\x01\nSSH-2.0-a\r\n"},
		{0, 22, "a client\r\nSSH-2.0-a\r\n"}, {1, 21, "220 ready\r\n SSH-2.0-a\r\n"},
		{1, 22, strings.Repeat("line\n", 2000) + "SSH-2.0-a\n"},
	} {
		k := l7test.NewTalk(newEngine(), l7.TCP, 40000, c.port)
		k.Say(c.dir, []byte(c.text))
		require.Zero(t, k.Flow.Protocol, c.text)
	}
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 8080)
	k.Middle = true
	k.Say(1, []byte("an article on\r\nSSH-2.0-OpenSSH\r\n"))
	require.Zero(t, k.Flow.Protocol)
}

func TestNotSSH(t *testing.T) {
	for _, text := range []string{"SSH-x.0-a\r\n", "SSHD", "ssh-2.0-a\r\n", "SSH-2", "STARTTLS\r\n"} {
		k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 22)
		k.Say(0, []byte(text))
		require.Zero(t, k.Flow.Protocol, text)
	}
}
