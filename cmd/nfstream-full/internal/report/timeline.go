package report

import "math"

// The bounds of a timeline.
const (
	mostBins   = 240
	mostSeries = 512 // applications; further ones are added to the rest
)

// widths are the widths of bins in microseconds, each a multiple of the one before. Beyond the last they double.
var widths = []int64{1_000, 5_000, 10_000, 50_000, 100_000, 500_000, 1e6, 5e6, 10e6, 30e6, 60e6, 300e6, 600e6, 1800e6, 3600e6,
	3 * 3600e6, 6 * 3600e6, 12 * 3600e6, 24 * 3600e6}

// timeline counts the bytes of applications over time. The width of its bins follows from the time that they cover.
type timeline struct {
	step        int
	first, last int64 // microseconds since 1970
	series      map[string]bins
	rest        bins // of applications without a series
}

// bins are bytes by the number of a bin: its time since 1970 divided by the width.
type bins map[int64]uint64

func newTimeline() *timeline {
	return &timeline{series: map[string]bins{}, rest: bins{}, first: math.MaxInt64, last: math.MinInt64}
}

// width returns the width of bins in microseconds.
func (t *timeline) width() int64 { return widthOf(t.step) }

func widthOf(step int) int64 {
	if last := len(widths) - 1; step > last {
		return widths[last] << (step - last)
	}
	return widths[step]
}

// add adds a flow. Its bytes are spread evenly over its duration, in whole bytes.
func (t *timeline) add(app []byte, f *figures) {
	t.cover(f.start, f.end())
	b := t.series[string(app)]
	switch {
	case b != nil:
	case len(t.series) < mostSeries:
		b = bins{}
		t.series[string(app)] = b
	default:
		b = t.rest
	}
	spread(f.start, f.end(), f.totalBytes(), t.width(), func(bin int64, n uint64) { b[bin] += n })
}

// cover widens the bins until they cover a time.
func (t *timeline) cover(first, last int64) {
	t.first, t.last = min(t.first, first), max(t.last, last)
	before := t.width()
	for floor(t.last, t.width())-floor(t.first, t.width()) >= mostBins {
		t.step++
	}
	if t.width() == before {
		return
	}
	for key, b := range t.series {
		t.series[key] = b.merged(t.width() / before)
	}
	t.rest = t.rest.merged(t.width() / before)
}

// merged returns bins that are n times as wide.
func (b bins) merged(n int64) bins {
	wide := bins{}
	for bin, bytes := range b {
		wide[floor(bin, n)] += bytes
	}
	return wide
}

// spread divides bytes between the bins from first to last. The share of a bin is the difference of two rounded sums, so
// that wider bins get the sum of narrower ones. The page does the same in the same arithmetic.
func spread(first, last int64, bytes uint64, width int64, each func(bin int64, n uint64)) {
	done := uint64(0)
	for bin := floor(first, width); ; bin++ {
		end := (bin + 1) * width
		if end > last {
			each(bin, bytes-done)
			return
		}
		upTo := uint64(math.Floor(float64(bytes) * (float64(end-first) / float64(last-first))))
		each(bin, upTo-done)
		done = upTo
	}
}

// floor returns a/b, rounded down.
func floor(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
