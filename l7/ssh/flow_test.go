package ssh_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/ssh"
	"github.com/nfstream/nfstream-go/packet"
)

var tables = l7.Compile(ssh.Protos())

func newEngine() *l7.Engine { return l7.NewEngine(tables, l7.Limits{TCP: 1 << 17, UDP: 32}) }

// talk is a TCP connection that an engine inspects.
type talk struct {
	engine *l7.Engine
	flow   l7.Flow
	labels *l7.Labels
	seq    [2]uint32
	packet packet.Packet
}

func newTalk(e *l7.Engine, srcPort, dstPort uint16) *talk {
	k := &talk{engine: e}
	k.packet.Key = flowkey.Key{Proto: 6, Ver: 4, PortA: srcPort, PortB: dstPort}
	return k
}

// say sends bytes from a direction in segments of a size.
func (k *talk) say(dir uint8, data []byte, size int) {
	for len(data) > 0 {
		n := min(size, len(data))
		k.step(dir, k.seq[dir], data[:n])
		k.seq[dir] += uint32(n)
		data = data[n:]
	}
}

func (k *talk) step(dir uint8, seq uint32, data []byte) {
	if k.flow.Decided() {
		return
	}
	k.packet = packet.Packet{Data: data, Direction: dir, Seq: seq, End: uint32(len(data)), Reverse: dir != 0,
		PayloadLength: uint32(len(data)), Flags: packet.ACK | packet.PSH, Key: k.packet.Key}
	k.engine.Step(&k.flow, &k.labels, &k.packet, l7.Origin{Begin: true})
}

func (k *talk) end() { k.engine.End(&k.flow, &k.labels, &k.packet.Key) }

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
		k := newTalk(engine, 40000, 2222)
		k.say(1, []byte(serverBanner), size) // the server may be first
		require.Equal(t, categories.SSH, k.flow.Protocol)
		k.say(0, []byte(banner+kexInit()), size)
		require.False(t, k.flow.Decided())
		k.say(1, []byte(kexInit()+"\x00\x00\x00\x0c"), size)
		require.True(t, k.flow.Decided())
		require.Equal(t, want(t), k.labels)
	}
}

func TestCaptureFromTheMiddle(t *testing.T) {
	k := newTalk(newEngine(), 22, 40000)
	k.say(0, []byte(serverBanner+kexInit()), 9000)
	k.say(1, []byte(banner+kexInit()), 9000)
	require.Equal(t, want(t), k.labels)
}

func TestOneDirection(t *testing.T) {
	k := newTalk(newEngine(), 40000, 22)
	k.say(1, []byte(serverBanner+kexInit()), 9000)
	k.end()
	whole := want(t).SSH
	require.Equal(t, &l7.SSHLabels{Server: whole.Server, HASSHServer: whole.HASSHServer}, k.labels.SSH)
}

func TestServerMayGreetBeforeItsBanner(t *testing.T) {
	k := newTalk(newEngine(), 40000, 22)
	k.say(0, []byte(banner), 9000)
	k.say(1, []byte("Authorised use only\r\n"+serverBanner+kexInit()), 11)
	k.say(0, []byte(kexInit()), 9000)
	require.Equal(t, want(t), k.labels)
}

func TestNotSSH(t *testing.T) {
	for _, text := range []string{"SSH-x.0-a\r\n", "SSHD", "ssh-2.0-a\r\n", "SSH-2", "STARTTLS\r\n"} {
		k := newTalk(newEngine(), 40000, 22)
		k.say(0, []byte(text), 9000)
		require.Zero(t, k.flow.Protocol, text)
	}
}
