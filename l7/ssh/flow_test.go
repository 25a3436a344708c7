package ssh_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/ssh"
)

var tables = l7.Compile(ssh.Protos())

func newEngine() *l7.Engine { return l7.NewEngine(tables, l7.Limits{TCP: 1 << 17, UDP: 32}) }

const serverBanner = "SSH-2.0-dropbear_2022.83\r\n"

// want is what a client with banner and a server with serverBanner leave, both with the offers of kexInit.
func want(t testing.TB) *l7.Labels {
	var k ssh.KexInit
	_, err := k.Parse([]byte(kexInit()))
	require.NoError(t, err)
	return &l7.Labels{SSH: &l7.SSHLabels{Client: banner[:len(banner)-2], Server: serverBanner[:len(serverBanner)-2],
		HASSHClient: k.HASSH(), HASSHServer: k.HASSHServer()}}
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
		require.Equal(t, want(t), k.Labels)
	}
}

func TestCaptureFromTheMiddle(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 22, 40000)
	k.Say(0, []byte(serverBanner+kexInit()))
	k.Say(1, []byte(banner+kexInit()))
	require.Equal(t, want(t), k.Labels)
}

func TestOneDirection(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 22)
	k.Say(1, []byte(serverBanner+kexInit()))
	k.End()
	whole := want(t).SSH
	require.Equal(t, &l7.SSHLabels{Server: whole.Server, HASSHServer: whole.HASSHServer}, k.Labels.SSH)
}

func TestServerMayGreetBeforeItsBanner(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 22)
	k.Say(0, []byte(banner))
	k.Segments(1, []byte("Authorised use only\r\n"+serverBanner+kexInit()), 11)
	k.Say(0, []byte(kexInit()))
	require.Equal(t, want(t), k.Labels)
}

func TestNotSSH(t *testing.T) {
	for _, text := range []string{"SSH-x.0-a\r\n", "SSHD", "ssh-2.0-a\r\n", "SSH-2", "STARTTLS\r\n"} {
		k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 22)
		k.Say(0, []byte(text))
		require.Zero(t, k.Flow.Protocol, text)
	}
}
