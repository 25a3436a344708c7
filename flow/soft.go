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
