package capture

import (
	"math"
	"math/bits"
)

// clock turns the timestamps of an interface into nanoseconds since the Unix epoch: (t * factor >> shift) / divisor +
// offset. Results beyond the range of int64 become its ends; fractions of a nanosecond are cut off.
type clock struct {
	factor  uint64
	shift   uint
	divisor uint64
	offset  int64 // nanoseconds
}

// newClock takes the values of if_tsresol, a negative power of 10 or, with the top bit set, of 2, and of if_tsoffset,
// in seconds (draft-ietf-opsawg-pcapng, section 4.2).
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

func (c *clock) time(t uint64) int64 {
	high, low := bits.Mul64(t, c.factor)
	if c.shift > 0 {
		high, low = shiftRight(high, low, c.shift)
	}
	if c.divisor > 1 {
		low /= c.divisor
	}
	if high > 0 || low > math.MaxInt64 {
		low = math.MaxInt64
	}
	if sum := int64(low) + c.offset; c.offset <= 0 || sum > c.offset {
		return sum
	}
	return math.MaxInt64
}

func shiftRight(high, low uint64, n uint) (uint64, uint64) {
	if n >= 64 {
		return 0, high >> (n - 64)
	}
	return high >> n, low>>n | high<<(64-n)
}

// power10 returns the largest uint64 where the power is beyond it.
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

func nanoseconds(seconds int64) int64 {
	const limit = math.MaxInt64 / 1_000_000_000
	switch {
	case seconds > limit:
		return math.MaxInt64
	case seconds < -limit:
		return math.MinInt64
	}
	return seconds * 1e9
}
