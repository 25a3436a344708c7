package live

import (
	"fmt"
	"testing"
	"time"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/stretchr/testify/require"
)

// BenchmarkFlood captures packets that another thread sends through a cable at full speed. It reports the share of
// dropped packets, and the time to read a packet while there are any.
func BenchmarkFlood(b *testing.B) {
	for name, o := range map[string]Options{"ring": {}, "plain": {plain: true}} {
		for _, size := range []int{60, 1500} {
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) { flood(b, o, size) })
		}
	}
}

func flood(b *testing.B, o Options, size int) {
	n := newNetwork(b)
	o.Filter = onlyTest
	src := n.open(n.b, o, "b0")
	from := n.sender(n.a, "a0")
	frame := numbered(1, size)
	var batch capture.Batch
	b.ReportAllocs()
	b.ResetTimer()
	go func() {
		for range b.N {
			from.push(frame)
		}
	}()
	for {
		require.NoError(b, src.Next(b.Context(), &batch))
		if len(batch.Frames) > 0 {
			continue
		}
		if s := src.Stats(); s.Received+s.Dropped >= uint64(b.N) {
			break
		}
	}
	b.StopTimer()
	b.ReportMetric(100*float64(src.Stats().Dropped)/float64(b.N), "%dropped")
}

// BenchmarkRead reads packets that are already in the ring, to measure only the reader.
func BenchmarkRead(b *testing.B) {
	for name, o := range map[string]Options{"ring": {}, "plain": {plain: true}} {
		for _, size := range []int{60, 1500} {
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) { read(b, o, size) })
		}
	}
}

func read(b *testing.B, o Options, size int) {
	const burst = 10_000
	n := newNetwork(b)
	o.Filter = onlyTest
	src := n.open(n.b, o, "b0")
	from := n.sender(n.a, "a0")
	frame := numbered(1, size)
	var batch capture.Batch
	packets := 0
	b.ReportAllocs()
	for range b.N {
		b.StopTimer()
		for range burst {
			from.push(frame)
		}
		time.Sleep(2 * DefaultBlockTimeout)
		b.StartTimer()
		for got := 0; got < burst; got += len(batch.Frames) {
			require.NoError(b, src.Next(b.Context(), &batch))
		}
		packets += burst
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(packets), "ns/packet")
}
