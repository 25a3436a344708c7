package record

import (
	"math"
	"math/bits"

	"github.com/nfstream/nfstream-go/packet"
)

// nsPerMs converts nanoseconds.
const nsPerMs = 1_000_000

// Stats is what --statistics adds to a flow. Everything is kept in integers, so that one pass is exact, whatever the
// order of magnitude, and costs no division a packet.
type Stats struct {
	Raw, IP [2]Sizes     // by direction
	Piat    [3]Intervals // by direction, then of the flow
	Flags   [2][8]uint32 // TCP packets by direction and flag bit
}

// Sizes holds the extremes and the sum of squares of packet sizes; their number and sum are in Counter.
type Sizes struct {
	Min, Max uint32
	Squares  Uint128
}

// Intervals sums up the times between packets that follow each other, in nanoseconds.
type Intervals struct {
	Min, Max int64
	Sum      uint64
	Squares  Uint128
}

// Uint128 is an unsigned integer of 128 bits.
type Uint128 struct{ Hi, Lo uint64 }

func (u *Uint128) addSquare(x uint64) {
	hi, lo := bits.Mul64(x, x)
	var carry uint64
	u.Lo, carry = bits.Add64(u.Lo, lo, 0)
	u.Hi, _ = bits.Add64(u.Hi, hi, carry)
}

// Plus returns u + v.
func (u Uint128) Plus(v Uint128) (w Uint128) {
	var carry uint64
	w.Lo, carry = bits.Add64(u.Lo, v.Lo, 0)
	w.Hi, _ = bits.Add64(u.Hi, v.Hi, carry)
	return w
}

// Add accounts for a size; first says that it is the first one.
func (s *Sizes) Add(x uint32, first bool) {
	if first || x < s.Min {
		s.Min = x
	}
	if first || x > s.Max {
		s.Max = x
	}
	s.Squares.addSquare(uint64(x))
}

// Since returns how long after another a time is, in nanoseconds: 0 where it is before (a packet that was captured late),
// and the greatest int64, 292 years, where it is more.
func Since(time, other int64) int64 {
	if time <= other {
		return 0
	}
	if d := time - other; d > 0 {
		return d
	}
	return math.MaxInt64
}

// Add accounts for an interval, which is not negative.
func (v *Intervals) Add(d int64, first bool) {
	if first || d < v.Min {
		v.Min = d
	}
	if first || d > v.Max {
		v.Max = d
	}
	v.Sum += uint64(d)
	v.Squares.addSquare(uint64(d))
}

// Count accounts for a packet; call it before Core.Count, whose state so far it needs.
func (s *Stats) Count(c *Core, p *packet.Packet) {
	d := p.Direction & 1
	own := &c.Dir[d]
	s.Raw[d].Add(p.WireLength, own.Packets == 0)
	s.IP[d].Add(p.IPLength, own.Packets == 0)
	if own.Packets > 0 {
		s.Piat[d].Add(Since(p.Time, own.Last), own.Packets == 1)
	}
	if all := own.Packets + c.Dir[1-d].Packets; all > 0 {
		s.Piat[both].Add(Since(p.Time, c.Last()), all == 1)
	}
	for f := p.Flags; f != 0; f &= f - 1 {
		s.Flags[d][bits.TrailingZeros8(f)]++
	}
}
