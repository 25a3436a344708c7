package top

import (
	"bytes"
	"context"
	"io"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/capture"
)

// frames is a source of empty frames at given times, a fixed number per batch.
type frames struct {
	times []int64
	batch int
}

func (f *frames) Next(_ context.Context, b *capture.Batch) error {
	b.Reset()
	n := min(f.batch, len(f.times))
	for _, at := range f.times[:n] {
		b.Frames = append(b.Frames, capture.Frame{Time: at})
	}
	if f.times = f.times[n:]; n == 0 {
		return io.EOF
	}
	return nil
}

func (*frames) Stats() capture.Stats { return capture.Stats{} }
func (*frames) Close() error         { return nil }

// play returns the times of frames and, negated, of refreshes, in order.
func play(t *testing.T, p *pace) (events []int64) {
	ticks := make(chan tick)
	p.ticks = ticks
	refreshed := make(chan int64, 1000)
	go func() {
		for k := range ticks {
			refreshed <- -k.now
			close(k.done)
		}
	}()
	defer close(ticks)
	var b capture.Batch
	for {
		err := p.Next(t.Context(), &b)
		for len(refreshed) > 0 {
			events = append(events, <-refreshed)
		}
		if err == nil {
			require.NotEmpty(t, b.Frames)
		}
		for _, f := range b.Frames {
			events = append(events, f.Time)
		}
		if err != nil {
			require.ErrorIs(t, err, io.EOF)
			require.ErrorIs(t, p.Next(t.Context(), &b), io.EOF)
			return events
		}
	}
}

func TestRefreshesByCaptureTime(t *testing.T) {
	times := []int64{100, 104, 103, 110, 111, 135}
	want := []int64{100, 104, 103, -110, 110, 111, -120, -130, 135, -135}
	for batch := 1; batch < 8; batch++ {
		require.Equal(t, want, play(t, &pace{Source: &frames{times, batch}, interval: 10}))
	}
	require.Equal(t, append(append([]int64{}, times...), -135), play(t, &pace{Source: &frames{times, 2}}))
}

func TestLongGapsAreSkipped(t *testing.T) {
	got := play(t, &pace{Source: &frames{[]int64{0, 1_000_000_007}, 5}, interval: 10})
	require.Equal(t, []int64{0, -10, -1_000_000_000, 1_000_000_007, -1_000_000_007}, got)
}

// Refreshes end for any times in a capture.
func TestTimesOfACaptureMayBeAny(t *testing.T) {
	const least, most = math.MinInt64, math.MaxInt64
	require.Equal(t, []int64{most, most, -most}, play(t, &pace{Source: &frames{[]int64{most, most}, 5}, interval: 10}))
	require.Equal(t, []int64{most - 25, -(most - 15), -(most - 5), most, -most},
		play(t, &pace{Source: &frames{[]int64{most - 25, most}, 5}, interval: 10}))
	got := play(t, &pace{Source: &frames{[]int64{least, most}, 5}, interval: 1 << 30})
	require.Less(t, len(got), 10)
	require.Equal(t, []int64{most, -most}, got[len(got)-2:])
}

func TestNoFrames(t *testing.T) {
	require.Equal(t, []int64{0}, play(t, &pace{Source: &frames{}, interval: 10}))
}

func TestPlayingTakesItsTime(t *testing.T) {
	begin := time.Now()
	step := int64(20 * time.Millisecond)
	play(t, &pace{Source: &frames{[]int64{5 * step, 6 * step, 7 * step}, 5}, interval: step, wait: true})
	require.GreaterOrEqual(t, time.Since(begin), time.Duration(2*step))
	begin = time.Now()
	play(t, &pace{Source: &frames{[]int64{0, 100 * step}, 5}, interval: 50 * step, wait: true, speed: 100})
	require.GreaterOrEqual(t, time.Since(begin), time.Duration(step))
}

func TestPlayingIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	p := &pace{Source: &frames{[]int64{0, int64(time.Hour)}, 5}, wait: true}
	var b capture.Batch
	require.NoError(t, p.Next(ctx, &b))
	require.Len(t, b.Frames, 1)
	require.ErrorIs(t, p.Next(ctx, &b), context.DeadlineExceeded)
}

func TestRunPrintsPages(t *testing.T) {
	var out bytes.Buffer
	o := Options{Source: "../../../testdata/mixed.pcapng", Interval: 300 * time.Millisecond, Output: &out,
		Page: Page{Width: 100, Height: 16, Zone: time.UTC}, View: View{Source: "mixed.pcapng"}}
	require.NoError(t, Run(t.Context(), o))
	requireGolden(t, "mixed", out.String())
	out.Reset()
	o.Once, o.Pages = true, 1
	require.NoError(t, Run(t.Context(), o))
	requireGolden(t, "mixed-once", out.String())
}

func TestRunFails(t *testing.T) {
	require.Error(t, Run(t.Context(), Options{Source: "missing", Interval: time.Second, Output: io.Discard}))
	require.Error(t, Run(t.Context(), Options{Source: "pace_test.go", Interval: time.Second, Output: io.Discard}))
	closed, w := io.Pipe()
	closed.Close()
	err := Run(t.Context(), Options{Source: "../../../testdata/mixed.pcapng", Interval: time.Second, Output: w})
	require.ErrorIs(t, err, io.ErrClosedPipe)
}
