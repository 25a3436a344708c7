package http_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/l7test"
)

func TestSessionsLeaveNothingBehind(t *testing.T) {
	engine := newEngine()
	run := func(turns ...string) *l7test.Talk {
		k := newTalk(engine)
		k.Turns(turns...)
		k.End()
		return k
	}
	for range 3 {
		run("CONNECT left:1 HTTP/1.1\r\nUser-Agent: left\r\n\r\n", "HTTP/1.1 500 Oops\r\nContent-Type: left\r\n\r\nleft")
		run(get+"GET /cut HTTP/1.1\r\nHost: left", ok[:len(ok)-3])
		run(string(h2Client()), string(h2Server())[:20])
		require.Equal(t, exchange(t, "GET / HTTP/1.1\r\n\r\n").Labels, run("GET / HTTP/1.1\r\n\r\n").Labels)
		want := exchange(t, string(h2Client()), string(h2Server()))
		require.Equal(t, want.Labels, run(string(h2Client()), string(h2Server())).Labels)
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
			k.Reset()
			for _, part := range parts {
				if k.Labels != nil {
					t.Error("labels before there is a head")
				}
				k.Segments(0, part, len(part))
			}
			k.End()
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
			shuffled.Step(0, uint32(from), client[from:at], at-from)
		}
		shuffled.Segments(1, server, int(size)+1)
		shuffled.End()
		whole := newTalk(newEngine())
		whole.Segments(0, client, len(client))
		if whole.Flow.Protocol == 0 {
			return // shown again from each segment on
		}
		whole.Segments(1, server, len(server))
		whole.End()
		parts := newTalk(newEngine())
		parts.Segments(0, client, int(size)+1)
		parts.Segments(1, server, int(size)+1)
		parts.End()
		require.Equal(t, whole.Flow.Protocol, parts.Flow.Protocol)
		require.Equal(t, whole.Labels, parts.Labels)
	})
}

func BenchmarkStep(b *testing.B) {
	k := newTalk(newEngine())
	request, response := []byte(browser), []byte(ok)
	b.SetBytes(int64(len(request) + len(response)))
	b.ReportAllocs()
	for b.Loop() {
		k.Reset()
		k.Segments(0, request, len(request))
		k.Segments(1, response, len(response))
	}
}
