package wavelet

import "math"

// haar computes the stationary Haar transform and its features. It keeps the storage.
type haar struct {
	approx, next, detail []float64    // 2^levels each
	energy               []float64    // of each vector
	out                  [][4]float64 // of each vector, in the order of features
}

func newHaar(levels int) *haar {
	n := 1 << levels
	room := make([]float64, 3*n)
	return &haar{room[:n:n], room[n : 2*n : 2*n], room[2*n:], make([]float64, levels+1), make([][4]float64, levels+1)}
}

// features returns those of each vector of coefficients, approximation first. They are valid until the next call.
func (h *haar) features(s series) [][4]float64 {
	s.dense(h.approx)
	for k := len(h.out) - 1; k > 0; k-- {
		h.step(1 << (len(h.out) - 1 - k))
		h.describe(k, h.detail)
	}
	h.describe(0, h.approx)
	var total float64
	for _, e := range h.energy {
		total += e
	}
	for k := range h.out {
		h.out[k][0] = h.energy[k] / (total + tiny)
	}
	return h.out
}

// step replaces the approximation by that of the next level and sets its detail. The two coefficients of a result are
// 2^(level-1) apart, with wrap-around. The conversions force rounding of products on machines with fused
// multiply-add, so that all machines give the same digits.
func (h *haar) step(distance int) {
	mask := len(h.approx) - 1
	for i, a := range h.approx {
		b := h.approx[(i+distance)&mask]
		h.next[i] = float64((a + b) * (math.Sqrt2 / 2))
		h.detail[i] = float64((a - b) * (math.Sqrt2 / 2))
	}
	h.approx, h.next = h.next, h.approx
}

// tiny keeps divisors and arguments of logarithms above 0.
const tiny = 1e-7

// describe sets the features of vector k except its relative energy. The conversions have the same purpose. Only the
// logarithm, and so the entropy, may differ in the last digit.
func (h *haar) describe(k int, v []float64) {
	var energy, sum, absolute float64
	for _, d := range v {
		energy += float64(d * d)
		sum += d
		absolute += math.Abs(d)
	}
	n := float64(len(v))
	mean := sum / n
	var variance, entropy float64
	for _, d := range v {
		variance += float64((d-mean)*(d-mean)) / n
		if p := d * d / (energy + tiny); p > 0 {
			entropy -= float64(p * math.Log(p+tiny))
		}
	}
	h.energy[k] = energy
	h.out[k] = [4]float64{1: absolute / n, 2: math.Sqrt(variance), 3: entropy}
}
