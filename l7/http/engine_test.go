package http_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
)

func TestSessionsLeaveNothingBehind(t *testing.T) {
	engine := newEngine()
	run := func(turns ...string) *talk {
		k := newTalk(engine)
		for i, turn := range turns {
			k.say(uint8(i&1), turn)
		}
		k.end()
		return k
	}
	for range 3 {
		run("CONNECT left:1 HTTP/1.1\r\nUser-Agent: left\r\n\r\n", "HTTP/1.1 500 Oops\r\nContent-Type: left\r\n\r\nleft")
		run(get+"GET /cut HTTP/1.1\r\nHost: left", ok[:len(ok)-3])
		run(string(h2Client()), string(h2Server())[:20])
		require.Equal(t, exchange(t, "GET / HTTP/1.1\r\n\r\n").labels, run("GET / HTTP/1.1\r\n\r\n").labels)
		want := exchange(t, string(h2Client()), string(h2Server()))
		require.Equal(t, want.labels, run(string(h2Client()), string(h2Server())).labels)
	}
}

func TestAllocationsAreThoseOfTheLabels(t *testing.T) {
	k := newTalk(newEngine())
	for _, c := range []struct {
		parts []string
		count float64
	}{
		{[]string{"GET / HT", "TP/2.1\r\nHost: a"}, 0},
		{[]string{"USER ", "me\r\n", "PASS ", "me\r\n"}, 0},
		{[]string{"GET / HTTP/1.1\r\n", "Host: a\r\nUser-", "Agent: b\r\n\r\n"}, 3}, // labels, theirs of HTTP, the texts
	} {
		parts := make([][]byte, len(c.parts))
		for i := range parts {
			parts[i] = []byte(c.parts[i])
		}
		flow := func() {
			k.flow, k.labels, k.seq = l7.Flow{}, nil, [2]uint32{}
			for _, part := range parts {
				if k.labels != nil {
					t.Error("labels before there is a head")
				}
				k.saySegments(0, part, len(part))
			}
			k.end()
		}
		require.LessOrEqual(t, testing.AllocsPerRun(100, flow), c.count, c.parts)
	}
}

func FuzzFlow(f *testing.F) {
	f.Add([]byte(get), []byte(ok), uint8(3))
	f.Add([]byte("CONNECT a:1 HTTP/1.1\r\n\r\nx"), []byte(ok+get), uint8(1))
	f.Add(h2Client(), h2Server(), uint8(7))
	f.Fuzz(func(t *testing.T, client, server []byte, size uint8) {
		shuffled := newTalk(newEngine())
		for at := len(client); at > 0; at -= min(at, int(size)+1) {
			from := max(0, at-int(size)-1)
			shuffled.step(0, uint32(from), client[from:at], at-from)
		}
		shuffled.saySegments(1, server, int(size)+1)
		shuffled.end()
		whole := newTalk(newEngine())
		whole.saySegments(0, client, len(client))
		if whole.flow.Protocol == 0 {
			return // shown again from each segment on
		}
		whole.saySegments(1, server, len(server))
		whole.end()
		parts := newTalk(newEngine())
		parts.saySegments(0, client, int(size)+1)
		parts.saySegments(1, server, int(size)+1)
		parts.end()
		require.Equal(t, whole.flow.Protocol, parts.flow.Protocol)
		require.Equal(t, whole.labels, parts.labels)
	})
}

func BenchmarkStep(b *testing.B) {
	k := newTalk(newEngine())
	request, response := []byte(browser), []byte(ok)
	b.SetBytes(int64(len(request) + len(response)))
	b.ReportAllocs()
	for b.Loop() {
		k.flow, k.labels, k.seq = l7.Flow{}, nil, [2]uint32{}
		k.saySegments(0, request, len(request))
		k.saySegments(1, response, len(response))
	}
}
