package main

import "math"

// sample is what a size of work cost.
type sample struct{ size, cost float64 }

// fitted is how a cost grows with the size: as its power with an exponent.
type fitted struct {
	// slope is the exponent, and steepest the largest one between two neighbours.
	slope, steepest float64
	// points is how many samples count.
	points int
}

// floorFactor is how far above what does not grow a sample has to be to count: below, noise decides.
const floorFactor = 1.3

// fit returns the least-squares line through the logarithms of what is above the floor, which does not grow. With fewer
// than two samples that count the cost as a whole does not grow.
func fit(samples []sample, floor float64) (f fitted) {
	var xs, ys []float64
	for _, s := range samples {
		if s.size > 0 && s.cost > floorFactor*floor {
			xs, ys = append(xs, math.Log(s.size)), append(ys, math.Log(s.cost-floor))
		}
	}
	f.points = len(xs)
	if f.points < 2 {
		return f
	}
	f.slope = slope(xs, ys)
	f.steepest = math.Inf(-1)
	for i := 1; i < len(xs); i++ {
		f.steepest = max(f.steepest, slope(xs[i-1:i+1], ys[i-1:i+1]))
	}
	return f
}

// slope is that of the line through points with the least squares; 0 where they are all at one place.
func slope(xs, ys []float64) float64 {
	var meanX, meanY float64
	n := float64(len(xs))
	for i := range xs {
		meanX += xs[i] / n
		meanY += ys[i] / n
	}
	var above, below float64
	for i := range xs {
		above += (xs[i] - meanX) * (ys[i] - meanY)
		below += (xs[i] - meanX) * (xs[i] - meanX)
	}
	if below == 0 {
		return 0
	}
	return above / below
}

// Limits of exponents. A packet costs more in a table that the caches do not hold, up to four times as much from a
// thousand flows to ten million: that is an exponent of 1.15 over that range, and of more within a decade. What is
// quadratic has 2.
const (
	worstSlope = 1.3
	worstStep  = 1.6
)

// worse reports whether a cost grows faster than the work.
func (f fitted) worse() bool { return f.slope > worstSlope || f.points > 1 && f.steepest > worstStep }
