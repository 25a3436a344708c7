package nfstream_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// tick is a frame of the model: a UDP packet of the flow with the given number, or ARP-like noise for flow 0.
type tick struct {
	flow byte
	back bool
	time int64
}

// frame makes a raw IPv4 packet of the tick.
func (k tick) frame() capture.Frame {
	b := make([]byte, 28)
	if k.flow == 0 {
		return capture.Frame{Data: []byte{0xff}, Length: 1, Time: k.time, Link: packet.LinkRaw}
	}
	b[0], b[8], b[9] = 0x45, 64, 17
	binary.BigEndian.PutUint16(b[2:], 28)
	src, dst := []byte{192, 0, 2, k.flow}, []byte{198, 51, 100, 1}
	sport, dport := uint16(1000), uint16(2000)
	if k.back {
		src, dst, sport, dport = dst, src, dport, sport
	}
	copy(b[12:], src)
	copy(b[16:], dst)
	binary.BigEndian.PutUint16(b[20:], sport)
	binary.BigEndian.PutUint16(b[22:], dport)
	binary.BigEndian.PutUint16(b[24:], 8)
	return capture.Frame{Data: b, Length: 28, Time: k.time, Link: packet.LinkRaw}
}

// ticks is a capture.Source that hands them out in batches of any size.
type ticks struct {
	left  []tick
	batch int
}

func (s *ticks) Next(ctx context.Context, b *capture.Batch) error {
	b.Reset()
	for range min(s.batch, len(s.left)) {
		b.Append(s.left[0].frame())
		s.left = s.left[1:]
	}
	if len(s.left) == 0 {
		return io.EOF
	}
	return ctx.Err()
}

func (s *ticks) Stats() capture.Stats { return capture.Stats{} }
func (s *ticks) Close() error         { return nil }

// modelFlow is a flow of the model, which is as simple as the documentation of the timeouts.
type modelFlow struct {
	id, packets       int
	number            byte
	born, last        int64 // clock
	firstSeq, lastSeq int
}

type model struct {
	idle, active int64
	size, limit  int
	alive        map[byte]*modelFlow
	rows         []string
	ids          int
}

func (m *model) end(f *modelFlow, reason string) {
	delete(m.alive, f.number)
	m.rows = append(m.rows, fmt.Sprintln(f.id, f.number, f.packets, reason))
}

func (m *model) byOrder(less func(a, b *modelFlow) bool) []*modelFlow {
	var all []*modelFlow
	for _, f := range m.alive {
		all = append(all, f)
	}
	sort.Slice(all, func(i, j int) bool { return less(all[i], all[j]) })
	return all
}

// due returns when and why a flow times out.
func (m *model) due(f *modelFlow) (int64, string, int) {
	if a := f.born + m.active; a < f.last+m.idle {
		return a, "active", f.firstSeq
	}
	return f.last + m.idle, "idle", f.lastSeq
}

func (m *model) expire(clock int64) {
	for _, f := range m.byOrder(func(a, b *modelFlow) bool {
		at, ar, as := m.due(a)
		bt, br, bs := m.due(b)
		if at != bt {
			return at < bt
		}
		if ar != br {
			return ar == "idle"
		}
		return as < bs
	}) {
		if t, reason, _ := m.due(f); t <= clock {
			m.end(f, reason)
		}
	}
}

func (m *model) run(all []tick) []string {
	clock := all[0].time
	reason := "end_of_capture"
	for seq, k := range all {
		clock = max(clock, k.time)
		m.expire(clock)
		if k.flow == 0 {
			continue
		}
		f := m.alive[k.flow]
		if f == nil {
			if m.limit > 0 && m.ids == m.limit {
				reason = "limit"
				break
			}
			if len(m.alive) == m.size {
				m.end(m.byOrder(func(a, b *modelFlow) bool { return a.lastSeq < b.lastSeq })[0], "evicted")
			}
			f = &modelFlow{id: m.ids, number: k.flow, born: clock, firstSeq: seq}
			m.ids++
			m.alive[k.flow] = f
		}
		f.packets++
		f.last, f.lastSeq = clock, seq
	}
	for _, f := range m.byOrder(func(a, b *modelFlow) bool { return a.firstSeq < b.firstSeq }) {
		if t, timeout, _ := m.due(f); t <= clock {
			m.end(f, timeout)
		} else {
			m.end(f, reason)
		}
	}
	return m.rows
}

// Timeouts, eviction and the limit of flows are those of the model, in its order, for random traffic with late packets,
// equal times, jumps and noise, for any number of workers and any cut into batches.
func TestTableAgainstModel(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		all := make([]tick, 50+r.IntN(400))
		now := int64(1e18)
		for i := range all {
			now += []int64{0, 1, 10, 100, 5000}[r.IntN(5)] * int64(time.Millisecond)
			all[i] = tick{byte(r.IntN(12)), r.IntN(2) == 0, now - int64(r.IntN(2)*r.IntN(500))*1e6}
		}
		cfg := nfstream.Config{
			IdleTimeout:   []time.Duration{nfstream.NoTimeout, time.Millisecond, time.Second, 1000 * time.Second}[r.IntN(4)],
			ActiveTimeout: []time.Duration{nfstream.NoTimeout, 3 * time.Second, 1000 * time.Second}[r.IntN(3)],
			TableSize:     1 + r.IntN(12), MaxFlows: r.IntN(2) * r.IntN(40),
			Fields: []string{"id", "src_ip", "dst_ip", "bidirectional_packets", "end_reason"},
		}
		m := model{idle: max(int64(cfg.IdleTimeout), 0), active: max(int64(cfg.ActiveTimeout), 0), size: cfg.TableSize,
			limit: cfg.MaxFlows, alive: map[byte]*modelFlow{}}
		want := m.run(all)
		for _, cfg.Workers = range []int{1, 2, 5} {
			src := &ticks{left: all, batch: 1 + r.IntN(100)}
			require.Equal(t, want, modelRows(t, src, cfg), "seed %d, %d workers, %+v", seed, cfg.Workers, cfg)
		}
	}
}

// Flows live and end alike at any time that int64 nanoseconds hold.
func TestTableAtTheEndsOfTime(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 2))
		all := make([]tick, 300)
		now := int64(0)
		for i := range all {
			now += r.Int64N(3e6)
			all[i] = tick{byte(r.IntN(12)), r.IntN(2) == 0, max(now-int64(r.IntN(2)*r.IntN(5e5)), 0)}
		}
		var want []string
		for _, base := range []int64{1e18, 0, -now / 2, math.MinInt64, math.MaxInt64 - now - 1} {
			moved := slices.Clone(all)
			for i := range moved {
				moved[i].time += base
			}
			for _, workers := range []int{1, 3} {
				rows := modelRows(t, &ticks{left: moved, batch: 64}, nfstream.Config{Workers: workers,
					IdleTimeout: 20 * time.Millisecond, ActiveTimeout: 80 * time.Millisecond,
					Fields: []string{"id", "src_ip", "dst_ip", "bidirectional_packets", "end_reason"}})
				if want == nil {
					want = rows
				}
				require.Equal(t, want, rows, "seed %d, from %d on, %d workers", seed, base, workers)
			}
		}
	}
}

// Times as far apart as can be make no time negative.
func TestTimesFarApart(t *testing.T) {
	for _, times := range [][]int64{{math.MinInt64, math.MaxInt64}, {math.MaxInt64, math.MinInt64}} {
		var all []tick
		for _, at := range times {
			all = append(all, tick{1, false, at})
		}
		s, err := nfstream.New(&ticks{left: all, batch: 1}, nfstream.Config{Statistics: true, SPLT: 2, Workers: 1,
			IdleTimeout: table.MaxTimeout, ActiveTimeout: table.MaxTimeout})
		require.NoError(t, err)
		n := 0
		for f, err := range s.Flows(t.Context()) {
			require.NoError(t, err)
			require.GreaterOrEqual(t, f.Bidirectional().Duration(), time.Duration(0))
			stats, ok := f.Statistics(flow.Both)
			require.True(t, ok)
			require.LessOrEqual(t, stats.Intervals().Min(), stats.Intervals().Max())
			require.GreaterOrEqual(t, f.SPLT()[1].Piat, int64(0))
			n++
		}
		require.LessOrEqual(t, n, 2)
	}
}

func modelRows(t *testing.T, src capture.Source, cfg nfstream.Config) (rows []string) {
	s, err := nfstream.New(src, cfg)
	require.NoError(t, err)
	for f, err := range s.Flows(t.Context()) {
		require.NoError(t, err)
		own := f.Src().Addr().As4()
		if own[0] != 192 {
			own = f.Dst().Addr().As4()
		}
		rows = append(rows, fmt.Sprintln(f.ID(), own[3], f.Bidirectional().Packets, f.EndReason()))
	}
	return rows
}
