package ssh_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
)

func TestSessionsLeaveNothingBehind(t *testing.T) {
	engine := newEngine()
	for range 3 {
		k := newTalk(engine, 40000, 22)
		k.say(0, []byte("SSH-2.0-left\r\n"+kexInit()[:50]), 20)
		k.say(1, []byte("behind\r\nSSH-1.5-left\n"), 20)
		k.end()
		k = newTalk(engine, 40000, 22)
		k.say(0, []byte(banner+kexInit()), 20)
		k.say(1, []byte(serverBanner+kexInit()), 20)
		require.True(t, k.flow.Decided())
		require.Equal(t, want(t), k.labels)
	}
}

func TestAllocationsAreThoseOfTheLabels(t *testing.T) {
	k := newTalk(newEngine(), 40000, 22)
	for _, c := range []struct {
		data  string
		count float64
	}{{"SSH-2.0-cut", 0}, {"SSHD says\r\n", 0}, {"SSH-2.0-a\r\n", 3}} {
		data := []byte(c.data)
		require.LessOrEqual(t, testing.AllocsPerRun(100, func() {
			k.flow, k.labels, k.seq = l7.Flow{}, nil, [2]uint32{}
			k.say(0, data, 5)
			k.end()
		}), c.count, c.data)
	}
}

func FuzzFlow(f *testing.F) {
	f.Add([]byte(banner+kexInit()), []byte("hello\r\n"+serverBanner+kexInit()), uint8(7))
	f.Add([]byte("SSH-1.5-x\n"), []byte("SSH-1.99-y\n\x00"), uint8(1))
	f.Fuzz(func(t *testing.T, client, server []byte, size uint8) {
		step := int(size) + 1
		backwards := newTalk(newEngine(), 40000, 22)
		for at := len(client); at > 0; at -= min(at, step) {
			backwards.step(0, uint32(max(0, at-step)), client[max(0, at-step):at])
		}
		backwards.say(1, server, step)
		backwards.end()
		talks := [2]*talk{newTalk(newEngine(), 40000, 22), newTalk(newEngine(), 40000, 22)}
		for i, size := range [2]int{1 << 20, step} {
			talks[i].say(0, client, size)
			if talks[0].flow.Protocol == 0 {
				return // shown again from each segment on
			}
			talks[i].say(1, server, size)
			talks[i].end()
		}
		require.Equal(t, talks[0].flow.Protocol, talks[1].flow.Protocol)
		require.Equal(t, talks[0].labels, talks[1].labels)
	})
}

func BenchmarkStep(b *testing.B) {
	k := newTalk(newEngine(), 40000, 22)
	client, server := []byte(banner+kexInit()), []byte(serverBanner+kexInit())
	b.SetBytes(int64(len(client) + len(server)))
	b.ReportAllocs()
	for b.Loop() {
		k.flow, k.labels, k.seq = l7.Flow{}, nil, [2]uint32{}
		k.say(0, client, len(client))
		k.say(1, server, len(server))
	}
}
