package nfstream_test

import (
	"context"
	"encoding/binary"
	"io"
	"net/netip"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
)

// day is a live source of 24 hours of light traffic, whose time passes as fast as it is read: ten flows a second, in turn
// DNS with an answer, HTTP and what nobody knows, from ever other addresses.
type day struct {
	t      *testing.T
	now    time.Duration
	flows  uint32
	answer []byte
	heap   map[int]uint64 // by hour
}

func (d *day) Next(_ context.Context, b *capture.Batch) error {
	b.Reset()
	if d.now >= 24*time.Hour {
		return io.EOF
	}
	for range 100 {
		d.flow(b)
		d.now += 100 * time.Millisecond
	}
	b.Clock = int64(d.now)
	if hour := int(d.now / time.Hour); d.now%time.Hour == 0 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		d.heap[hour] = m.HeapAlloc
	}
	return nil
}

func (d *day) flow(b *capture.Batch) {
	d.flows++
	var from, to [4]byte
	binary.BigEndian.PutUint32(from[:], 0x0a000000+d.flows)
	binary.BigEndian.PutUint32(to[:], 0x14000000+d.flows*7)
	src := netip.AddrPortFrom(netip.AddrFrom4(from), uint16(1024+d.flows%60000))
	dst := netip.AddrPortFrom(netip.AddrFrom4(to), 9999)
	switch d.flows % 3 {
	case 0:
		dst = netip.AddrPortFrom(dst.Addr(), 53)
		b.Append(ipv4(d.now, dst, src, d.answer))
	case 1:
		b.Append(ipv4(d.now, src, dst, []byte("\x00\x01nobody knows\xff")))
		b.Append(ipv4(d.now, dst, src, []byte("\x00\x02what this is\xff")))
	default:
		b.Append(ipv4(d.now, src, netip.AddrPortFrom(dst.Addr(), 443), nil))
	}
}

func (*day) Stats() capture.Stats { return capture.Stats{} }
func (*day) Close() error         { return nil }

// countingSink counts rows.
type countingSink struct{ rows uint64 }

func (s *countingSink) Write(*nfstream.Flow) error { s.rows++; return nil }
func (*countingSink) Flush() error                 { return nil }

// Memory is as flat after a day as after the first hour.
func TestMemoryOfADay(t *testing.T) {
	if testing.Short() {
		t.Skip("a day takes a few seconds")
	}
	for _, workers := range []int{1, 3} {
		d := &day{t: t, heap: map[int]uint64{}, answer: answer(t, "www.instagram.com", serverAddr, 60)}
		s, err := nfstream.New(d, nfstream.Config{Workers: workers, Statistics: true})
		require.NoError(t, err)
		var sink countingSink
		require.NoError(t, s.Run(t.Context(), &sink))
		require.EqualValues(t, 864_000, sink.rows)
		t.Logf("%d workers: %d KiB after an hour, %d KiB after a day", workers, d.heap[1]>>10, d.heap[24]>>10)
		require.Less(t, d.heap[24], d.heap[1]+d.heap[1]/4+1<<20)
	}
}
