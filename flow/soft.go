package flow

import (
	"math"
	"math/bits"
)

// Arithmetic with IEEE 754 double precision in integers, for machines without floating point: the compiler's own takes
// thousands of instructions for a division there. The results are the same bits.

const (
	mantissaBits = 52
	mantissaMask = 1<<mantissaBits - 1
	exponentMask = 0x7ff
	exponentBias = 1023
)

// float returns u as a number.
func float(u uint64) float64 {
	if softFloat {
		return softNumber(u)
	}
	return float64(u)
}

// over returns v / n.
func over(v float64, n uint64) float64 {
	if softFloat {
		return softOver(v, n)
	}
	return v / float64(n)
}

// millis returns v / 1e6.
func millis(v float64) float64 {
	if softFloat {
		return softMillis(v)
	}
	return v / nsPerMs
}

// root returns the square root of v.
func root(v float64) float64 {
	if softFloat {
		return softRoot(v)
	}
	return math.Sqrt(v)
}

// softMillis divides by 15,625, and then by 64 in the exponent.
func softMillis(v float64) float64 {
	b := math.Float64bits(softOver(v, nsPerMs>>6))
	if e := b >> mantissaBits; e < 64 || e >= exponentMask {
		return v / nsPerMs
	}
	return math.Float64frombits(b - 6<<mantissaBits)
}

func softNumber(u uint64) float64 {
	n := bits.Len64(u)
	if n == 0 || n > mantissaBits+1 {
		return float64(u)
	}
	return math.Float64frombits(uint64(n-1+exponentBias)<<mantissaBits | u<<(mantissaBits+1-n)&mantissaMask)
}

// softOver divides where v is positive and neither tiny nor infinite, and n has 16 bits at most, so that a division of 32
// bits yields 16 of the quotient; elsewhere it leaves it to the compiler's arithmetic.
func softOver(v float64, n uint64) float64 {
	b := math.Float64bits(v)
	exponent := b >> mantissaBits // with the sign, which is then too much
	if n == 0 || n >= 1<<16 || exponent < 64 || exponent >= exponentMask {
		return v / float64(n)
	}
	m := (b&mantissaMask | 1<<mantissaBits) << (63 - mantissaBits)
	q, r := longDivision(m, uint32(n))
	shift := bits.LeadingZeros64(q) // 16 at most
	digit := r << shift / uint32(n)
	q = q<<shift | uint64(digit)
	inexact := r<<shift != digit*uint32(n)

	const half = 1 << (62 - mantissaBits)
	rest := q & (2*half - 1)
	q >>= 63 - mantissaBits
	if rest > half || rest == half && (inexact || q&1 != 0) {
		q++
	}
	return math.Float64frombits((exponent-uint64(shift)-1)<<mantissaBits + q)
}

// longDivision returns the quotient of m by n of 16 bits at most, and the remainder.
func longDivision(m uint64, n uint32) (q uint64, r uint32) {
	high := uint32(m >> 32)
	q2 := high / n
	t := (high-q2*n)<<16 | uint32(m>>16)&0xffff
	q1 := t / n
	t = (t-q1*n)<<16 | uint32(m)&0xffff
	q0 := t / n
	return uint64(q2)<<32 | uint64(q1)<<16 | uint64(q0), t - q0*n
}

// softRoot leaves what is not positive, tiny or infinite to the compiler's arithmetic.
func softRoot(v float64) float64 {
	b := math.Float64bits(v)
	exponent := b >> mantissaBits
	if exponent == 0 || exponent >= exponentMask {
		return math.Sqrt(v)
	}
	m := b&mantissaMask | 1<<mantissaBits
	m <<= ^exponent & 1 // so that what is left of the exponent is even
	rounded := (longRoot(m) + 1) / 2
	return math.Float64frombits((exponent+exponentBias)/2<<mantissaBits - 1<<mantissaBits + rounded)
}

// longRoot returns the integer part of the square root of m * 2^54, for m of 53 or 54 bits: the one of its first 32 bits,
// and twice more digits by a division and a correction (Zimmermann, Karatsuba Square Root, 1999).
func longRoot(m uint64) uint64 {
	s, r := shortRoot(uint32(m >> 22))
	low := uint32(m) << 10 >> 2 // 30 bits, of which 8 are 0
	high := r<<15 | low>>15
	q := high / (2 * s)
	left := int64((high-q*2*s)<<15|low&(1<<15-1)) - int64(q)*int64(q)
	for s = s<<15 + q; left < 0; left += 2*int64(s) + 1 {
		s--
	}

	r = uint32(left)
	q = r / s
	r -= q * s
	for range 22 {
		q, r = q<<1, r<<1
		if r >= s {
			q, r = q+1, r-s
		}
	}
	whole := uint64(s)<<23 + uint64(q)
	if uint64(r)<<24 < uint64(q)*uint64(q) {
		whole--
	}
	return whole
}

// shortRoot returns the integer part of the square root of m, and what is left.
func shortRoot(m uint32) (root, left uint32) {
	for b := uint32(1) << 30; b != 0; b >>= 2 {
		if t := root + b; m >= t {
			m -= t
			root = root>>1 + b
		} else {
			root >>= 1
		}
	}
	return root, m
}
