package main

import (
	"cmp"
	"fmt"
	"slices"
)

// spread is the minimum, the median and the maximum of values.
type spread struct{ low, median, high float64 }

// spreadOf returns the spread of at least one thing by a figure of each.
func spreadOf[T any](of []T, figure func(T) float64) spread {
	var v []float64
	for _, x := range of {
		v = append(v, figure(x))
	}
	slices.SortFunc(v, cmp.Compare)
	n := len(v)
	return spread{v[0], (v[(n-1)/2] + v[n/2]) / 2, v[n-1]}
}

// String prints the median, and the range in brackets.
func (s spread) String() string {
	digits := digitsFor(s.median)
	return fmt.Sprintf("%.*f (%.*f-%.*f)", digits, s.median, digits, s.low, digits, s.high)
}

// digitsFor returns the number of decimals for three significant digits, at most three.
func digitsFor(v float64) int {
	switch {
	case v >= 100:
		return 0
	case v >= 10:
		return 1
	case v >= 1:
		return 2
	default:
		return 3
	}
}

func wall(u usage) float64   { return u.wall.Seconds() }
func cpu(u usage) float64    { return u.cpu().Seconds() }
func user(u usage) float64   { return u.user.Seconds() }
func system(u usage) float64 { return u.sys.Seconds() }
func memory(u usage) float64 { return float64(u.memory()) }
func peakOf(u usage) float64 { return float64(u.rss) }
func floor(u usage) float64  { return float64(u.floor) }

// pair is a run of a program, and the run of another of the same round.
type pair struct{ over, under usage }

// pairs go by round; the rounds that one of both has not run are left out.
func pairs(over, under []usage) []pair {
	var all []pair
	for i := range min(len(over), len(under)) {
		all = append(all, pair{over[i], under[i]})
	}
	return all
}

// ratio returns the ratio of a value of two programs by round, or false without common rounds or if the value is
// unknown.
func ratio(over, under []usage, figure func(usage) float64) (spread, bool) {
	both := pairs(over, under)
	if len(both) == 0 || slices.ContainsFunc(both, func(p pair) bool { return figure(p.under) <= 0 }) {
		return spread{}, false
	}
	return spreadOf(both, func(p pair) float64 { return figure(p.over) / figure(p.under) }), true
}
