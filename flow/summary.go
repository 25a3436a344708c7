package flow

import (
	"math"
	"math/bits"

	"github.com/nfstream/nfstream-go/internal/record"
)

// Summary is a sample of sizes in bytes or of times in milliseconds. Without any sample every figure is -1, which
// stands for what was not observed. It reads the flow that it is of, and is valid as long as that.
type Summary struct {
	n, sum uint64
	times  *record.Intervals // nil for sizes
	a, b   *record.Sizes     // of both directions, or the same twice
}

// summarize returns the sample of sizes of a direction. The bytes are those sent and received.
func summarize(c *record.Core, direction int, s *[2]record.Sizes, sent, received uint64) Summary {
	switch n := [2]uint64{c.Dir[0].Packets, c.Dir[1].Packets}; {
	case direction == DstToSrc, direction == Both && n[0] == 0:
		return Summary{n: n[1], sum: received, a: &s[1], b: &s[1]}
	case direction == SrcToDst, n[1] == 0:
		return Summary{n: n[0], sum: sent, a: &s[0], b: &s[0]}
	default:
		return Summary{n: n[0] + n[1], sum: sent + received, a: &s[0], b: &s[1]}
	}
}

// summarizeTimes returns the sample of times of a direction.
func summarizeTimes(c *record.Core, direction int, v *record.Intervals) Summary {
	n := c.Dir[0].Packets + c.Dir[1].Packets
	if direction != Both {
		n = c.Dir[direction].Packets
	}
	if n < 2 {
		return Summary{}
	}
	return Summary{n: n - 1, sum: v.Sum, times: v}
}

// nsPerMs converts the intervals' nanoseconds.
const nsPerMs = 1_000_000

// NotObserved is the figure of a sample of none.
const NotObserved = -1

// Min returns the least.
func (s Summary) Min() float64 {
	if s.n == 0 {
		return NotObserved
	}
	return s.figure(float(s.least()))
}

// Max returns the greatest.
func (s Summary) Max() float64 {
	if s.n == 0 {
		return NotObserved
	}
	return s.figure(float(s.greatest()))
}

// ExactMin returns the least as a fraction n/unit, whose unit is 1 for sizes and 1,000,000 for times; without any sample
// it is 0.
func (s Summary) ExactMin() (n, unit uint64) {
	if s.n == 0 {
		return 0, 0
	}
	return s.least(), s.unit()
}

// ExactMax returns the greatest as ExactMin does the least.
func (s Summary) ExactMax() (n, unit uint64) {
	if s.n == 0 {
		return 0, 0
	}
	return s.greatest(), s.unit()
}

// Mean returns the arithmetic mean.
func (s Summary) Mean() float64 {
	switch s.n {
	case 0:
		return NotObserved
	case 1:
		return s.figure(float(s.sum))
	}
	return s.figure(over(float(s.sum), s.n))
}

// Stdev returns the sample standard deviation, 0 for one sample.
func (s Summary) Stdev() float64 {
	switch {
	case s.n == 0:
		return NotObserved
	case s.n == 1 || s.least() == s.greatest():
		return 0
	}
	return s.figure(stdev(s.n, s.sum, s.squares()))
}

// least, greatest, squares and figure are of a sample that is not empty.
func (s *Summary) least() uint64 {
	if s.times != nil {
		return uint64(s.times.Min)
	}
	return uint64(min(s.a.Min, s.b.Min))
}

func (s *Summary) greatest() uint64 {
	if s.times != nil {
		return uint64(s.times.Max)
	}
	return uint64(max(s.a.Max, s.b.Max))
}

func (s *Summary) squares() record.Uint128 {
	switch {
	case s.times != nil:
		return s.times.Squares
	case s.a != s.b:
		return s.a.Squares.Plus(s.b.Squares)
	}
	return s.a.Squares
}

// unit is what the figures are divided by.
func (s *Summary) unit() uint64 {
	if s.times != nil {
		return nsPerMs
	}
	return 1
}

func (s *Summary) figure(v float64) float64 {
	if s.times != nil {
		return millis(v)
	}
	return v
}

// stdev returns the sample standard deviation of at least two. The subtraction that would lose digits in floating
// point, n times the sum of squares minus the square of the sum, is done in 192-bit integers.
func stdev(n, sum uint64, squares record.Uint128) float64 {
	h1, w0 := bits.Mul64(squares.Lo, n)
	w2, l1 := bits.Mul64(squares.Hi, n)
	w1, carry := bits.Add64(h1, l1, 0)
	w2 += carry
	sh, sl := bits.Mul64(sum, sum)
	w0, borrow := bits.Sub64(w0, sl, 0)
	w1, borrow = bits.Sub64(w1, sh, borrow)
	w2 -= borrow
	v := float(w0)
	if w1|w2 != 0 {
		v = math.Ldexp(float(w2), 128) + math.Ldexp(float(w1), 64) + v
	}
	return root(over(over(v, n), n-1))
}
