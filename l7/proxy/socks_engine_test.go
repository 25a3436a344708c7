package proxy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/proxy"
)

func TestSOCKSFlow(t *testing.T) {
	engine := newEngine()
	for _, size := range []int{1, 2, 3, 100} {
		k := l7test.NewTalk(engine, l7.TCP, 40000, 2222)
		k.Segments(0, []byte(none), size)
		require.Zero(t, k.Flow.Protocol, "three bytes are no evidence")
		k.Segments(1, []byte("\x05\x00"), size)
		require.Equal(t, categories.SOCKS, k.Flow.Protocol)
		k.Segments(0, []byte("\x05\x01\x00\x03\x09A.Example\x01\xbb"), size)
		k.Segments(1, []byte(granted), size)
		require.Equal(t, &metadata.Set{ServerName: "a.example"}, k.Metadata)
		k.End()
		require.Zero(t, engine.Busy())
	}
}

func TestWhatIsRefusedIsOver(t *testing.T) {
	for _, turns := range [][]string{
		{none, "\x05\xff"}, {none, "\x05\x00", request, refused}, {request4, "\x00\x5b\x00\x00\x00\x00\x00\x00"},
	} {
		k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 2222)
		k.Turns(turns...)
		require.Equal(t, categories.SOCKS, k.Flow.Protocol, "%q", turns)
		require.True(t, k.Flow.Decided())
	}
}

// What looks like the words of one side alone is no SOCKS.
func TestOneSideIsNotEnough(t *testing.T) {
	for _, turns := range [][]string{
		{none}, {none, "ok"}, {none, "\x05\x01"}, {none, "", "hello"}, {request4}, {request4, "ok"}, {"", "\x05\x00"}, {"", granted4},
		{"\x05\x00\x0b\x03\x10\x00\x00\x00", "\x05\x00\x0c\x03\x10\x00\x00\x00"},         // DCE/RPC
		{"\x05\x64\x05\xc0\x01\x00\x0c\x00", "\x05\x64\x05\x44\x0c\x00\x01\x00"},         // DNP3
		{"\x04\x01\x00\x2b\x01\x00\x00\x00\x00", "\x04\x01\x00\x2b\x01\x00\x00\x00\x00"}, // a header of TDS
	} {
		k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 1080)
		k.Turns(turns...)
		k.Key.PortB = 2222
		k.End()
		require.Zero(t, k.Flow.Protocol, "%q", turns)
	}
}

// The side that the capture shows first may be the proxy's.
func TestProxyIsTheSource(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 1080, 40000)
	k.Turns("\x05\x00", none+request, granted)
	require.Equal(t, categories.SOCKS, k.Flow.Protocol)
	require.Equal(t, "a", k.Metadata.ServerName)
}

func TestSOCKSSessionsLeaveNothingBehind(t *testing.T) {
	script := func(turns ...string) l7test.Script {
		return l7test.Script{On: l7.TCP, Port: 1080, Size: 3, Turns: turns}
	}
	l7test.CheckReuse(t, newEngine, script(none, "\x05\x00", request[:4]), script(request4, granted4),
		script(none, "\x05\x00", request, granted))
}

func TestSOCKSAllocationsAreThoseOfTheMetadata(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 1080)
	turns := [][]byte{[]byte(none), []byte("\x05\x00"), []byte(request), []byte(granted)}
	play := func(n int) {
		for i, turn := range turns[:n] {
			k.Say(uint8(i&1), turn)
		}
	}
	k.CheckAllocs(t, 0, func() { play(2) })
	k.CheckAllocs(t, 3, func() { play(4) })
}

func FuzzSOCKSFlow(f *testing.F) {
	l7test.Fuzzing{Protos: proxy.Protos(), Port: 1080}.Flow(f,
		[2]string{none + request, "\x05\x00" + granted}, [2]string{request4, granted4},
		[2]string{password + "\x01\x01a\x01b" + request, "\x05\x02\x01\x00" + granted})
}

func BenchmarkSOCKSStep(b *testing.B) {
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 1080)
	k.Benchmark(b, []byte(none), []byte("\x05\x00"), []byte(request), []byte(granted))
}
