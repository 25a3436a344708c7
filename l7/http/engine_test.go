package http_test

import (
	"testing"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

func TestSessionsLeaveNothingBehind(t *testing.T) {
	script := func(turns ...string) l7test.Script { return l7test.Script{On: l7.TCP, Port: 80, Turns: turns} }
	l7test.CheckReuse(t, newEngine,
		script("CONNECT left:1 HTTP/1.1\r\nUser-Agent: left\r\n\r\n",
			"HTTP/1.1 500 Oops\r\nContent-Type: left\r\n\r\nleft"),
		script(get+"GET /cut HTTP/1.1\r\nHost: left", ok[:len(ok)-3]),
		script(string(h2Client()), string(h2Server())[:20]),
		script("GET / HTTP/1.1\r\n\r\n"),
		script(string(h2Client()), string(h2Server())))
}

func TestAllocationsAreThoseOfTheLabels(t *testing.T) {
	k := newTalk(newEngine())
	for _, c := range []struct {
		parts []string
		most  float64
	}{
		{[]string{"GET / HT", "TP/2.1\r\nHost: a"}, 0},
		{[]string{"USER ", "me\r\n", "PASS ", "me\r\n"}, 0},
		{[]string{"GET / HTTP/1.1\r\n", "Host: a\r\nUser-", "Agent: b\r\n\r\n"}, 3}, // labels, theirs of HTTP, the texts
	} {
		parts := make([][]byte, len(c.parts))
		for i := range parts {
			parts[i] = []byte(c.parts[i])
		}
		k.CheckAllocs(t, c.most, func() {
			for _, part := range parts {
				if k.Metadata != nil {
					t.Error("labels before there is a head")
				}
				k.Say(0, part)
			}
		})
	}
}

func FuzzFlow(f *testing.F) {
	l7test.Fuzzing{Protos: http.Protos(), Port: 80}.Flow(f,
		[2]string{get, ok},
		[2]string{"CONNECT a:1 HTTP/1.1\r\n\r\nx", ok + get},
		[2]string{string(h2Client()), string(h2Server())})
}

func BenchmarkStep(b *testing.B) {
	newTalk(newEngine()).Benchmark(b, []byte(browser), []byte(ok))
}
