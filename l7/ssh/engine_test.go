package ssh_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

func TestSessionsLeaveNothingBehind(t *testing.T) {
	engine := newEngine()
	for range 3 {
		k := l7test.NewTalk(engine, l7.TCP, 40000, 22)
		k.Segments(0, []byte("SSH-2.0-left\r\n"+kexInit()[:50]), 20)
		k.Segments(1, []byte("behind\r\nSSH-1.5-left\n"), 20)
		k.End()
		k = l7test.NewTalk(engine, l7.TCP, 40000, 22)
		k.Segments(0, []byte(banner+kexInit()), 20)
		k.Segments(1, []byte(serverBanner+kexInit()), 20)
		require.True(t, k.Flow.Decided())
		require.Equal(t, want(t), k.Labels)
	}
}

func TestAllocationsAreThoseOfTheLabels(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 22)
	for _, c := range []struct {
		data  string
		count float64
	}{{"SSH-2.0-cut", 0}, {"SSHD says\r\n", 0}, {"SSH-2.0-a\r\n", 3}} {
		data := []byte(c.data)
		require.LessOrEqual(t, testing.AllocsPerRun(100, func() {
			k.Reset()
			k.Segments(0, data, 5)
			k.End()
		}), c.count, c.data)
	}
}

func FuzzFlow(f *testing.F) {
	f.Add([]byte(banner+kexInit()), []byte("hello\r\n"+serverBanner+kexInit()), uint8(7))
	f.Add([]byte("SSH-1.5-x\n"), []byte("SSH-1.99-y\n\x00"), uint8(1))
	f.Fuzz(func(t *testing.T, client, server []byte, size uint8) {
		step := int(size) + 1
		backwards := l7test.NewTalk(newEngine(), l7.TCP, 40000, 22)
		for at := len(client); at > 0; at -= min(at, step) {
			from := max(0, at-step)
			backwards.Step(0, uint32(from), client[from:at], at-from)
		}
		backwards.Segments(1, server, step)
		backwards.End()
		talks := [2]*l7test.Talk{l7test.NewTalk(newEngine(), l7.TCP, 40000, 22), l7test.NewTalk(newEngine(), l7.TCP, 40000, 22)}
		for i, size := range [2]int{1 << 20, step} {
			talks[i].Segments(0, client, size)
			if talks[0].Flow.Protocol == 0 {
				return // shown again from each segment on
			}
			talks[i].Segments(1, server, size)
			talks[i].End()
		}
		require.Equal(t, talks[0].Flow.Protocol, talks[1].Flow.Protocol)
		require.Equal(t, talks[0].Labels, talks[1].Labels)
	})
}

func BenchmarkStep(b *testing.B) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 22)
	client, server := []byte(banner+kexInit()), []byte(serverBanner+kexInit())
	b.SetBytes(int64(len(client) + len(server)))
	b.ReportAllocs()
	for b.Loop() {
		k.Reset()
		k.Segments(0, client, len(client))
		k.Segments(1, server, len(server))
	}
}
