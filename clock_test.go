package nfstream_test

import (
	"context"
	"io"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
)

// quiet is a live source that has one packet, and from then on nothing but the time.
type quiet struct {
	first        capture.Frame
	clock, until time.Duration
}

func (q *quiet) Next(_ context.Context, b *capture.Batch) error {
	b.Reset()
	if q.clock == 0 {
		b.Frames = append(b.Frames, q.first)
	}
	if q.clock += 100 * time.Millisecond; q.clock > q.until {
		return io.EOF
	}
	b.Clock = q.first.Time + int64(q.clock)
	return nil
}
func (*quiet) Stats() capture.Stats { return capture.Stats{} }
func (*quiet) Close() error         { return nil }

// On a live link that is quiet, the clock goes on: idle flows end without further packets.
func TestTheClockOfAQuietLink(t *testing.T) {
	src, dst := netip.MustParseAddrPort("192.0.2.1:1000"), netip.MustParseAddrPort("192.0.2.2:2000")
	first := ipv4(1000*time.Hour, src, dst, []byte("x"))
	for _, workers := range []int{1, 3} {
		for wait, reason := range map[time.Duration]string{2 * time.Second: "idle", 500 * time.Millisecond: "end_of_capture"} {
			s, err := nfstream.New(&quiet{first: first, until: wait}, nfstream.Config{Workers: workers,
				IdleTimeout: time.Second, Fields: []string{"end_reason"}})
			require.NoError(t, err)
			require.Equal(t, []map[string]string{{"end_reason": reason}}, rowsFrom(t, s), "%d workers", workers)
		}
	}
}

// flushes is a sink that says when rows are flushed.
type flushes struct{ flushed chan int }

func (f flushes) Write(*nfstream.Flow) error { return nil }
func (f flushes) Flush() error {
	select {
	case f.flushed <- 1:
	default:
	}
	return nil
}

// untilFlushed is a quiet source that ends when its channel says so.
type untilFlushed struct {
	quiet
	flushed chan int
}

func (w *untilFlushed) Next(ctx context.Context, b *capture.Batch) error {
	if w.clock < time.Minute {
		return w.quiet.Next(ctx, b)
	}
	<-w.flushed
	return io.EOF
}

// Rows of a live source are flushed while it goes on.
func TestRowsOfALiveSourceAreFlushed(t *testing.T) {
	src, dst := netip.MustParseAddrPort("192.0.2.1:1000"), netip.MustParseAddrPort("192.0.2.2:2000")
	for _, workers := range []int{1, 3} {
		sink := flushes{make(chan int, 1)}
		source := &untilFlushed{quiet{first: ipv4(time.Hour, src, dst, []byte("x")), until: time.Hour}, sink.flushed}
		s, err := nfstream.New(source, nfstream.Config{Workers: workers, IdleTimeout: time.Second})
		require.NoError(t, err)
		require.NoError(t, s.Run(t.Context(), sink))
	}
}
