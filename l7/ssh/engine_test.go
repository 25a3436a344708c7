package ssh_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/ssh"
)

func TestSessionsLeaveNothingBehind(t *testing.T) {
	script := func(turns ...string) l7test.Script {
		return l7test.Script{On: l7.TCP, Port: 22, Size: 20, Turns: turns}
	}
	whole := script(banner+kexInit(), serverBanner+kexInit())
	l7test.CheckReuse(t, newEngine, script("SSH-2.0-left\r\n"+kexInit()[:50], "behind\r\nSSH-1.5-left\n"), whole)
	k := whole.Play(newEngine())
	require.True(t, k.Flow.Decided())
	require.Equal(t, want(t), k.Metadata)
}

func TestAllocationsAreThoseOfTheLabels(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 22)
	for text, most := range map[string]float64{"SSH-2.0-cut": 0, "SSHD says\r\n": 0, "SSH-2.0-a\r\n": 3} {
		data := []byte(text)
		k.CheckAllocs(t, most, func() { k.Segments(0, data, 5) })
	}
}

func FuzzFlow(f *testing.F) {
	l7test.Fuzzing{Protos: ssh.Protos(), Port: 22}.Flow(f,
		[2]string{banner + kexInit(), "hello\r\n" + serverBanner + kexInit()},
		[2]string{"SSH-1.5-x\n", "SSH-1.99-y\n\x00"})
}

func BenchmarkStep(b *testing.B) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 22)
	k.Benchmark(b, []byte(banner+kexInit()), []byte(serverBanner+kexInit()))
}
