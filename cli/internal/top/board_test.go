package top

import (
	"bytes"
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/bench/workload"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/internal/rows/rowstest"
)

// traffic returns a source of n packets.
func traffic(t testing.TB, name string, packets int) capture.Source {
	t.Helper()
	var pcap bytes.Buffer
	_, err := workload.Write(&pcap, workload.Options{Name: name, Packets: packets, Seed: 1})
	require.NoError(t, err)
	source, err := capture.NewReader(&pcap)
	require.NoError(t, err)
	return source
}

// between is a source that calls a function before each batch.
type between struct {
	capture.Source
	do func()
}

func (b between) Next(ctx context.Context, batch *capture.Batch) error {
	b.do()
	return b.Source.Next(ctx, batch)
}

// meter runs a source with a board and returns the traffic of the flows, in total and by application.
func meter(t *testing.T, source capture.Source, c nfstream.Config) (sum count, apps map[categories.ID]count) {
	t.Helper()
	s, err := nfstream.New(source, c)
	require.NoError(t, err)
	apps = map[categories.ID]count{}
	for f, err := range s.Flows(t.Context()) {
		require.NoError(t, err)
		m := f.Bidirectional()
		sum.add(m.RawBytes, m.Packets)
		of := apps[f.Label().App()]
		of.add(m.RawBytes, m.Packets)
		apps[f.Label().App()] = of
	}
	return sum, apps
}

func TestBoardCountsAll(t *testing.T) {
	for _, workers := range []int{1, 3} {
		for _, limit := range []int{1 << 20, 64} {
			b := NewBoard(limit)
			sum, apps := meter(t, traffic(t, "mix", 20_000), nfstream.Config{Workers: workers,
				Plugins: []nfstream.Plugin{b}})
			var s Sample
			b.Take(&s)
			require.Equal(t, sum, s.Lately)
			require.Equal(t, limit == 64, s.Full)
			var all, lately count
			for _, a := range s.Apps {
				all.add(a.All.Bytes, a.All.Packets)
				lately.add(a.Lately.Bytes, a.Lately.Packets)
				require.Equal(t, apps[a.ID], a.All, a.ID.Name())
			}
			require.Equal(t, sum, all)
			require.Equal(t, sum, lately)
		}
	}
}

// Traffic that a sample misses while shards run is in the next one.
func TestSamplesBesideTheMeter(t *testing.T) {
	b := NewBoard(1 << 20)
	over := make(chan struct{})
	var taken, flows count
	var taker sync.WaitGroup
	take := func() {
		var s Sample
		b.Take(&s)
		taken.add(s.Lately.Bytes, s.Lately.Packets)
		for i := range s.Flows {
			flows.add(s.Flows[i].Lately.Bytes, s.Flows[i].Lately.Packets)
		}
	}
	source := traffic(t, "mix", 10_000)
	started := sync.OnceFunc(func() {
		taker.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
					take()
				}
			}
		})
	})
	sum, _ := meter(t, between{source, started}, nfstream.Config{Workers: 2, Plugins: []nfstream.Plugin{b}})
	close(over)
	taker.Wait()
	take()
	require.Equal(t, sum, taken)
	require.Equal(t, sum, flows)
}

func TestBoardShowsWholeFlowsThoughItIsFull(t *testing.T) {
	const limit = 200
	b := NewBoard(limit)
	var s Sample
	filled := 0
	source := between{traffic(t, "mix", 100_000), func() {
		b.Take(&s)
		require.LessOrEqual(t, len(s.Flows), limit)
		filled = max(filled, len(s.Flows))
	}}
	streamer, err := nfstream.New(source, nfstream.Config{Workers: 1, Plugins: []nfstream.Plugin{b}})
	require.NoError(t, err)
	alive := map[flowkey.Key]uint64{} // bytes of the active flows at the end
	for f, err := range streamer.Flows(t.Context()) {
		require.NoError(t, err)
		if f.EndReason() == flow.EndOfCapture {
			key, _ := f.Key()
			alive[key] = f.Bidirectional().RawBytes
		}
	}
	require.Equal(t, limit, filled)
	b.Take(&s)
	m := Model{Sample: s}
	ranked := m.Rank(ByBytes, "")
	require.Greater(t, len(alive), limit)
	for i, f := range ranked {
		require.Equal(t, alive[f.Key], f.Bytes)
		require.True(t, i == 0 || f.Bytes <= ranked[i-1].Bytes)
	}
}

func TestEndedFlowsAreInOneSampleMore(t *testing.T) {
	b := NewBoard(1 << 20)
	meter(t, traffic(t, "mix", 1000), nfstream.Config{Workers: 1, Plugins: []nfstream.Plugin{b}})
	var s Sample
	b.Take(&s)
	require.NotEmpty(t, s.Flows)
	b.Take(&s)
	require.Empty(t, s.Flows)
	require.Zero(t, s.Lately)
	require.NotEmpty(t, s.Apps, "what was is still counted")
}

func TestPacketsDoNotAllocate(t *testing.T) {
	for _, limit := range []int{1 << 20, 100} {
		b := NewBoard(limit)
		_, flows := rowstest.Flows(t, 2000, nfstream.Config{Plugins: []nfstream.Plugin{b}})
		i := 0
		packet := func() {
			f := flows[i%len(flows)]
			counted := &f.Record(record.Access{}).Dir[i%2]
			counted.RawBytes += 100
			counted.Packets++
			b.shards[0].update(nil, f)
			i++
		}
		for range 2 * len(flows) {
			packet()
		}
		require.Zero(t, testing.AllocsPerRun(5000, packet))
	}
}

func BenchmarkPacket(b *testing.B) {
	board := NewBoard(MaxFlows)
	_, flows := rowstest.Flows(b, 20_000, nfstream.Config{Plugins: []nfstream.Plugin{board}})
	i := 0
	for b.Loop() {
		f := flows[i%len(flows)]
		counted := &f.Record(record.Access{}).Dir[0]
		counted.RawBytes += 100
		counted.Packets++
		board.shards[0].update(nil, f)
		i++
	}
}

func BenchmarkRank(b *testing.B) {
	for _, filter := range []string{"", "10.0.0.1"} {
		b.Run("filter="+filter, func(b *testing.B) {
			m := &Model{}
			for i := range uint64(MaxFlows) {
				m.Flows = append(m.Flows,
					makeFlow("10.0.0.1:1", "10.0.0.2:2", 6, 0, "www.example.org", i*7919%65536, i*104729%4096, 5))
			}
			for b.Loop() {
				m.Rank(ByRate, filter)
			}
		})
	}
}

func BenchmarkTake(b *testing.B) {
	board := NewBoard(MaxFlows)
	s := &shard{limit: MaxFlows, apps: make([]appCount, lastApp+1)}
	for range MaxFlows {
		s.entries = append(s.entries, Flow{used: true, Bytes: 1000})
	}
	board.shards = []*shard{s}
	var sample Sample
	for b.Loop() {
		board.Take(&sample)
	}
}
