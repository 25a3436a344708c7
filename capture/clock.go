package capture

import (
	"math"
	"math/bits"
)

// clock converts timestamps of an interface to nanoseconds since the Unix epoch: (t * factor >> shift) / divisor +
// offset, with fractions of a nanosecond cut off. int64 holds the years 1677 to 2262.
type clock struct {
	factor  uint64
	shift   uint
	divisor uint64
	offset  int128 // nanoseconds
}

// int128 is a number in two's complement.
type int128 struct{ hi, lo uint64 }

// newClock returns the clock for the values of if_tsresol, a negative power of 10 or, with the top bit set, of 2, and
// of if_tsoffset, in seconds (draft-ietf-opsawg-pcapng, section 4.2).
func newClock(resolution byte, offset int64) clock {
	c := clock{factor: 1, divisor: 1, offset: nanoseconds(offset)}
	exponent := int(resolution & 0x7f)
	switch {
	case resolution&0x80 != 0:
		c.factor, c.shift = 1e9, uint(exponent)
	case exponent <= 9:
		c.factor = power10(9 - exponent)
	default:
		c.divisor = power10(exponent - 9)
	}
	return c
}

// time returns the time of a tick. A time beyond int64 is clamped to the range.
func (c *clock) time(t uint64) (ns int64, clamped bool) {
	high, low := bits.Mul64(t, c.factor)
	if c.shift > 0 {
		high, low = shiftRight(high, low, c.shift)
	}
	if c.divisor > 1 {
		low /= c.divisor // high is 0, as the factor is 1
	}
	low, carry := bits.Add64(low, c.offset.lo, 0)
	high, _ = bits.Add64(high, c.offset.hi, carry)
	if int64(high) == int64(low)>>63 {
		return int64(low), false
	}
	if int64(high) < 0 {
		return math.MinInt64, true
	}
	return math.MaxInt64, true
}

func shiftRight(high, low uint64, n uint) (uint64, uint64) {
	if n >= 64 {
		return 0, high >> (n - 64)
	}
	return high >> n, low>>n | high<<(64-n)
}

// power10 returns 10 to the n, saturated to uint64.
func power10(n int) uint64 {
	if n > 19 {
		return math.MaxUint64
	}
	p := uint64(1)
	for range n {
		p *= 10
	}
	return p
}

// nanoseconds converts any number of seconds. The result has up to 94 bits.
func nanoseconds(seconds int64) int128 {
	const perSecond = 1_000_000_000
	high, low := bits.Mul64(uint64(seconds), perSecond)
	if seconds < 0 {
		high -= perSecond // corrects for the sign bit, read as a digit
	}
	return int128{high, low}
}
