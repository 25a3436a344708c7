package workload

import (
	"math/bits"
	"math/rand/v2"
)

// random draws from distributions with integers alone: a float may be rounded otherwise on another processor.
type random struct{ source *rand.PCG }

func newRandom(seed uint64) random {
	return random{rand.NewPCG(seed, 0x6e66_7374_7265_616d)}
}

// below returns one of [0, n), n from 1 to 1<<31.
func (r random) below(n int) int {
	return int(r.source.Uint64() >> 32 * uint64(n) >> 32)
}

// between returns one of [low, high].
func (r random) between(low, high int) int { return low + r.below(high-low+1) }

// chance is true that often in a thousand.
func (r random) chance(perMille int) bool { return r.below(1000) < perMille }

// ln2 is the natural logarithm of two, with 16 binary places.
const ln2 = 45426

// spread draws from an exponential distribution of about that mean (4 % above, as the logarithm is piecewise linear).
// The mean is below 1<<40.
func (r random) spread(mean int64) int64 {
	x := r.source.Uint64() | 1
	zeros := bits.LeadingZeros64(x)
	fraction := int64(x << zeros << 1 >> 48)
	log := int64(zeros)<<16 + 1<<16 - fraction
	return mean * (log * ln2 >> 16) >> 16
}

// tail draws from a Pareto-like distribution from least upwards: an octave is followed by the next one 478 times in
// 1024, which is an exponent of 1.1, up to the given number of octaves.
func (r random) tail(least, octaves int) int {
	for ; octaves > 0 && r.below(1024) < 478; octaves-- {
		least *= 2
	}
	return least + r.below(least)
}

// rank draws one of [1, 1<<octaves), the low ones more often, as the popularity of servers goes.
func (r random) rank(octaves int) int {
	low := 1 << r.below(octaves)
	return low + r.below(low)
}
