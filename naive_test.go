package nfstream_test

import (
	"math"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/packet"
)

// naivePacket is what naive metering keeps of a packet.
type naivePacket struct {
	direction int
	time      int64
	sizes     [4]int64 // by AccountingMode
	flags     uint8
}

// naiveFlow keeps every packet. It computes all figures at the end, in exact arithmetic.
type naiveFlow struct {
	reverse    bool
	packets    []naivePacket
	born, last int64 // clock
	reason     flow.EndReason
}

// naive meters a capture as the documentation says, in the order of births.
func naive(src capture.Source, t *testing.T, idle, active int64) (all []*naiveFlow) {
	decoder := packet.NewDecoder(packet.Options{Tunnels: true, Hold: true})
	alive := map[flowkey.Key]*naiveFlow{}
	clock := int64(math.MinInt64)
	count := func(p *packet.Packet) {
		f := alive[p.Key]
		if f == nil || f.timeout(clock, idle, active) {
			f = &naiveFlow{reverse: p.Reverse, born: clock}
			alive[p.Key] = f
			all = append(all, f)
		}
		f.last = clock
		direction := 0
		if p.Reverse != f.reverse {
			direction = 1
		}
		f.packets = append(f.packets, naivePacket{direction, p.Time,
			[4]int64{int64(p.WireLength), int64(p.IPLength), int64(p.TransportLength), int64(p.PayloadLength)}, p.Flags})
	}
	release := func() {
		var counts packet.Counts
		for p := (packet.Packet{}); ; {
			if _, ok := decoder.Next(&p, clock, nil, &counts); !ok {
				return
			}
			count(&p)
		}
	}
	var b capture.Batch
	for err := error(nil); err == nil; {
		err = src.Next(t.Context(), &b)
		for i := range b.Frames {
			clock = max(clock, b.Frames[i].Time)
			p := packet.Packet{Data: b.Frames[i].Data, Time: b.Frames[i].Time, WireLength: b.Frames[i].Length}
			if decoder.Decode(&p, b.Frames[i].Link) == packet.OK {
				count(&p)
			}
			release()
		}
	}
	decoder.Flush()
	release()
	for _, f := range all {
		if f.reason == flow.Alive && !f.timeout(clock, idle, active) {
			f.reason = flow.EndOfCapture
		}
	}
	return all
}

// timeout ends the flow if that is due.
func (f *naiveFlow) timeout(clock, idle, active int64) bool {
	old, quiet := new(big.Int), new(big.Int)
	old.Add(big.NewInt(f.born), big.NewInt(active))
	quiet.Add(big.NewInt(f.last), big.NewInt(idle))
	switch now := big.NewInt(clock); {
	case quiet.Cmp(now) <= 0 && quiet.Cmp(old) <= 0:
		f.reason = flow.Idle
	case old.Cmp(now) <= 0:
		f.reason = flow.Active
	default:
		return false
	}
	return true
}

// of returns the packets of a direction, or of both.
func (f *naiveFlow) of(direction int) (list []naivePacket) {
	for _, p := range f.packets {
		if direction == flow.Both || p.direction == direction {
			list = append(list, p)
		}
	}
	return list
}

// cells returns the figures of a direction by the names of columns, without the direction.
func (f *naiveFlow) cells(direction int) map[string]*big.Float {
	list := f.of(direction)
	var raw, ip, piats []int64
	cells := map[string]*big.Float{}
	count := func(name string, n int64) {
		if cells[name] == nil {
			cells[name] = new(big.Float).SetPrec(300)
		}
		cells[name].Add(cells[name], exactInt(n))
	}
	for _, name := range []string{"packets", "raw_bytes", "ip_bytes", "first_seen_ms", "last_seen_ms"} {
		count(name, 0)
	}
	for i, flag := range []string{"fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"} {
		count(flag+"_packets", 0)
		for _, p := range list {
			count(flag+"_packets", int64(p.flags>>i&1))
		}
	}
	first, latest := int64(math.MaxInt64), int64(math.MinInt64)
	for i, p := range list {
		raw, ip = append(raw, p.sizes[0]), append(ip, p.sizes[1])
		if i > 0 {
			piats = append(piats, max(p.time-latest, 0))
		}
		first, latest = min(first, p.time), max(latest, p.time)
		count("packets", 1)
		count("raw_bytes", p.sizes[0])
		count("ip_bytes", p.sizes[1])
	}
	if len(list) > 0 {
		count("first_seen_ms", first)
		count("last_seen_ms", latest)
		count("duration_ms", latest-first)
	} else {
		count("duration_ms", -1e6)
	}
	describeExactly(cells, "raw_ps", raw, 1)
	describeExactly(cells, "ip_ps", ip, 1)
	describeExactly(cells, "piat_ms", piats, 1e6)
	return cells
}

func exactInt(n int64) *big.Float { return new(big.Float).SetPrec(300).SetInt64(n) }

// describeExactly adds the moments of a sample.
func describeExactly(cells map[string]*big.Float, what string, sample []int64, unit int64) {
	if len(sample) == 0 {
		for _, m := range []string{"min", "mean", "stdev", "max"} {
			cells[m+"_"+what] = exactInt(-1)
		}
		return
	}
	n := big.NewRat(int64(len(sample)), 1)
	least, most, mean, squares := sample[0], sample[0], new(big.Rat), new(big.Rat)
	for _, x := range sample {
		least, most = min(least, x), max(most, x)
		mean.Add(mean, big.NewRat(x, 1))
	}
	mean.Quo(mean, n)
	for _, x := range sample {
		d := new(big.Rat).Sub(big.NewRat(x, 1), mean)
		squares.Add(squares, d.Mul(d, d))
	}
	deviation := exactInt(0)
	if len(sample) > 1 {
		squares.Quo(squares, big.NewRat(int64(len(sample)-1), 1))
		deviation.Sqrt(new(big.Float).SetPrec(300).SetRat(squares))
	}
	per := func(f *big.Float) *big.Float { return f.Quo(f, exactInt(unit)) }
	cells["min_"+what], cells["max_"+what] = per(exactInt(least)), per(exactInt(most))
	cells["mean_"+what] = per(new(big.Float).SetPrec(300).SetRat(mean))
	cells["stdev_"+what] = per(deviation)
}

// All figures of captures are those of naive metering in exact arithmetic, within what a float64 holds.
func TestFiguresAreExact(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a quarter of all captures twice")
	}
	paths := corpus.AtHand(t)
	more, err := filepath.Glob(filepath.Join(filepath.Dir(paths[len(paths)-1]), "..", "..", "corpus2", "pcap", "*"))
	require.NoError(t, err)
	paths = append(paths, more...)
	every, limit := 4, int64(1<<20) // EXACT=all compares the whole of all captures
	if os.Getenv("EXACT") == "all" {
		every, limit = 1, 1<<40
	}
	cells := 0
	for i := 0; i < len(paths); i += every {
		if info, err := os.Stat(paths[i]); err == nil && info.Size() <= limit {
			cells += compareExactly(t, paths[i], i)
		}
	}
	t.Logf("%d cells", cells)
}

// compareExactly meters one capture twice, with timeouts that depend on a number.
func compareExactly(t *testing.T, path string, number int) (cells int) {
	idle := []time.Duration{30 * time.Second, time.Second, 10 * time.Millisecond}[number%3]
	active := []time.Duration{300 * time.Second, 5 * time.Second}[number%2]
	src, err := capture.OpenFile(path)
	if err != nil {
		return 0
	}
	want := naive(src, t, int64(idle), int64(active))
	s, err := nfstream.Open(path, nfstream.Config{IdleTimeout: idle, ActiveTimeout: active, Dissect: nfstream.Off, Workers: 1,
		Statistics: true, SPLT: 10, AccountingMode: nfstream.AccountPayload})
	require.NoError(t, err)
	n := 0
	for f, err := range s.Flows(t.Context()) {
		if err != nil {
			break // the capture is damaged
		}
		n++
		if f.ID() >= uint64(len(want)) {
			t.Errorf("%s: flow %d of %d", path, f.ID(), len(want))
			return cells
		}
		w := want[f.ID()]
		if w.reason != f.EndReason() {
			t.Errorf("%s, flow %d: ends by %s, want %s", path, f.ID(), f.EndReason(), w.reason)
		}
		cells += compareCells(t, path, s.Columns(), f, w)
		compareFirst(t, path, f, w)
	}
	require.Equal(t, len(want), n, path)
	return cells
}

func compareCells(t *testing.T, path string, columns []*nfstream.Column, f *nfstream.Flow, w *naiveFlow) (n int) {
	for direction, prefix := range []string{"src2dst_", "dst2src_", "bidirectional_"} {
		cells := w.cells(direction)
		for _, c := range columns {
			want, ok := cells[strings.TrimPrefix(c.Name, prefix)]
			if !ok || !strings.HasPrefix(c.Name, prefix) {
				continue
			}
			n++
			same := false
			if c.Type == nfstream.Float {
				exact, _ := want.Float64()
				got := c.Float(f)
				same = math.Abs(got-exact) <= 1e-15*math.Abs(exact)
			} else {
				exact, _ := want.Int64()
				same = c.Int(f) == exact
			}
			if !same {
				t.Errorf("%s, flow %d: %s is %s, want %s", path, f.ID(), c.Name, c.Text(f), want.Text('g', 20))
			}
		}
	}
	return n
}

// compareFirst compares the first packets, and the bytes that the accounting mode counts.
func compareFirst(t *testing.T, path string, f *nfstream.Flow, w *naiveFlow) {
	latest := w.packets[0].time
	var bytes [2]uint64
	for i, p := range w.packets {
		bytes[p.direction] += uint64(p.sizes[nfstream.AccountPayload])
		if i < len(f.SPLT()) {
			got := f.SPLT()[i]
			require.True(t, got.Set)
			require.Equal(t, [3]int64{max(p.time-latest, 0), p.sizes[nfstream.AccountPayload], int64(p.direction)},
				[3]int64{got.Piat, int64(got.Size), int64(got.Direction)}, "%s, flow %d, packet %d", path, f.ID(), i)
		}
		latest = max(latest, p.time)
	}
	require.Equal(t, bytes, f.Record(record.Access{}).Accounted.Bytes, "%s, flow %d", path, f.ID())
}
