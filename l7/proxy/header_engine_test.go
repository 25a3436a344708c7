package proxy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/proxy"
)

const (
	line   = "PROXY TCP4 192.0.2.1 192.0.2.2 40000 443\r\n"
	values = signature + "\x21\x00\x00\x0c\x02\x00\x09A.Example"
)

var tables = l7.Compile(proxy.Protos())

func newEngine() *l7.Engine { return l7.NewEngine(tables, l7.Limits{TCP: 1 << 17, UDP: 32}) }

func TestFlow(t *testing.T) {
	for _, header := range []string{line, "PROXY UNKNOWN\r\n", values} {
		for _, size := range []int{1, 5, 13, 1000} {
			k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 2222)
			k.Segments(0, []byte(header), size)
			require.Equal(t, categories.HAProxy, k.Flow.Protocol)
			k.End()
			if header == values {
				require.Equal(t, &metadata.Set{ServerName: "a.example"}, k.Metadata)
			}
		}
	}
}

// A long header is read to its end.
func TestLongHeader(t *testing.T) {
	e := l7.NewEngine(tables, l7.Limits{TCP: 5})
	k := l7test.NewTalk(e, l7.TCP, 40000, 2222)
	k.Segments(0, []byte(signature+"\x21\x00\xff\xff\x04\xff\xe0"+strings.Repeat("\x00", 0xffe0)+"\x02\x00\x09a.example"+
		"\x04\x00\x10"+strings.Repeat("\x00", 0x10)), 1000)
	require.Equal(t, "a.example", k.Metadata.ServerName)
}

func TestOthers(t *testing.T) {
	for _, text := range []string{
		"PROXY", "PROXY TCP4 192.0.2.1", "PROXY /index HTTP/1.1\r\n", "PROXY TCP4 a b c d\r\n", "\r\n\r\n", "\r\n\r\n\x00\r\nQUIT\n\x21",
		"PROXY TCP4 192.0.2.1 192.0.2.2 40000 443 \r\n",
	} {
		k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 2222)
		k.Say(0, []byte(text))
		k.End()
		require.Zero(t, k.Flow.Protocol, "%q", text)
	}
}

func TestSessionsLeaveNothingBehind(t *testing.T) {
	script := func(turns ...string) l7test.Script {
		return l7test.Script{On: l7.TCP, Port: 80, Size: 6, Turns: turns}
	}
	l7test.CheckReuse(t, newEngine, script(values[:20], "P"), script("", "early", values[:20]), script(line), script(values))
}

func TestAllocationsAreThoseOfTheMetadata(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 80)
	for text, most := range map[string]float64{line[:30]: 0, line: 4, "PROXY UNKNOWN\r\n": 0, values: 3} {
		data := []byte(text)
		k.CheckAllocs(t, most, func() { k.Say(0, data) })
	}
}

func FuzzFlow(f *testing.F) {
	l7test.Fuzzing{Protos: proxy.Protos(), Port: 80}.Flow(f, [2]string{line + "GET", "HTTP"}, [2]string{values, "P"})
}

func BenchmarkStep(b *testing.B) {
	l7test.NewTalk(newEngine(), l7.TCP, 40000, 80).Benchmark(b, []byte(line))
}
