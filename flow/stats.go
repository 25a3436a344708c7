package flow

import (
	"math"
	"math/bits"

	"github.com/nfstream/nfstream-go/packet"
)

// Stats is what --statistics adds to a flow. Everything is kept in integers, so that one pass is exact, whatever the
// order of magnitude, and costs no division a packet.
type Stats struct {
	Raw, IP [2]sizes     // by direction
	Piat    [3]Intervals // by direction, then of the flow
	Flags   [2][8]uint32 // TCP packets by direction and flag bit
}

// sizes holds the extremes and the sum of squares of packet sizes; their number and sum are in Counter.
type sizes struct {
	min, max uint32
	squares  uint128
}

// Intervals sums up the times between packets that follow each other, in nanoseconds.
type Intervals struct {
	min, max int64
	sum      uint64
	squares  uint128
}

type uint128 struct{ hi, lo uint64 }

func (u *uint128) addSquare(x uint64) {
	hi, lo := bits.Mul64(x, x)
	var carry uint64
	u.lo, carry = bits.Add64(u.lo, lo, 0)
	u.hi, _ = bits.Add64(u.hi, hi, carry)
}

func (u uint128) plus(v uint128) (w uint128) {
	var carry uint64
	w.lo, carry = bits.Add64(u.lo, v.lo, 0)
	w.hi, _ = bits.Add64(u.hi, v.hi, carry)
	return w
}

// add accounts for a size; first says that it is the first one.
func (s *sizes) add(x uint32, first bool) {
	if first || x < s.min {
		s.min = x
	}
	if first || x > s.max {
		s.max = x
	}
	s.squares.addSquare(uint64(x))
}

// since returns how long after another a time is, in nanoseconds: 0 where it is before (a packet that was captured late),
// and the greatest int64, 292 years, where it is more.
func since(time, other int64) int64 {
	if time <= other {
		return 0
	}
	if d := time - other; d > 0 {
		return d
	}
	return math.MaxInt64
}

// add accounts for an interval, which is not negative.
func (v *Intervals) add(d int64, first bool) {
	if first || d < v.min {
		v.min = d
	}
	if first || d > v.max {
		v.max = d
	}
	v.sum += uint64(d)
	v.squares.addSquare(uint64(d))
}

// Count accounts for a packet; call it before Core.Count, whose state so far it needs.
func (s *Stats) Count(c *Core, p *packet.Packet) {
	d := p.Direction & 1
	own := &c.Dir[d]
	s.Raw[d].add(p.WireLength, own.Packets == 0)
	s.IP[d].add(p.IPLength, own.Packets == 0)
	if own.Packets > 0 {
		s.Piat[d].add(since(p.Time, own.Last), own.Packets == 1)
	}
	if all := own.Packets + c.Dir[1-d].Packets; all > 0 {
		s.Piat[2].add(since(p.Time, c.last()), all == 1)
	}
	for f := p.Flags; f != 0; f &= f - 1 {
		s.Flags[d][bits.TrailingZeros8(f)]++
	}
}

// Summary is a sample of sizes in bytes or of times in milliseconds. Without any sample every figure is -1, which
// stands for what was not observed. It reads the flow that it is of, and is valid as long as that.
type Summary struct {
	n, sum uint64
	times  *Intervals // nil for sizes
	a, b   *sizes     // of both directions, or the same twice
}

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
		return uint64(s.times.min)
	}
	return uint64(min(s.a.min, s.b.min))
}

func (s *Summary) greatest() uint64 {
	if s.times != nil {
		return uint64(s.times.max)
	}
	return uint64(max(s.a.max, s.b.max))
}

func (s *Summary) squares() uint128 {
	switch {
	case s.times != nil:
		return s.times.squares
	case s.a != s.b:
		return s.a.squares.plus(s.b.squares)
	}
	return s.a.squares
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
func stdev(n, sum uint64, squares uint128) float64 {
	h1, w0 := bits.Mul64(squares.lo, n)
	w2, l1 := bits.Mul64(squares.hi, n)
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
