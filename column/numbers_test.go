package column

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// shortest is what strconv writes, with a point.
func shortest(v float64) string {
	text := strconv.FormatFloat(v, 'f', -1, 64)
	if math.IsInf(v, 0) || v != v || strings.Contains(text, ".") {
		return strings.ToLower(strings.TrimPrefix(text, "+"))
	}
	return text + ".0"
}

// Fast ways of writing numbers write what strconv does.
func TestNumbersAreTheShortest(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 100_000 {
		u := r.Uint64() >> r.IntN(64)
		n := r.IntN(100) + 1
		for _, v := range []float64{float64(u), -float64(u), float64(u) / float64(n), math.Float64frombits(u)} {
			if want := shortest(v); v == v && want != string(appendFloat(nil, v)) {
				require.Equal(t, want, string(appendFloat(nil, v)), "%x", math.Float64bits(v))
			}
		}
		ns := u / uint64([]int{1, 1000, 10_000_000}[n%3]) * uint64([]int{1, 1000, 10_000_000}[n%3])
		if want := shortest(float64(ns) / 1e6); want != string(appendExact(nil, ns, 1e6)) {
			require.Equal(t, want, string(appendExact(nil, ns, 1e6)), "%d ns", ns)
		}
	}
	for _, v := range []float64{0, math.Copysign(0, -1), 1, -1, .5, 1 << 52, 1<<53 - 1, 1 << 53, 1 << 60, math.Inf(1), math.Inf(-1), 1e300} {
		require.Equal(t, shortest(v), string(appendFloat(nil, v)))
	}
	for _, ns := range []uint64{0, 1, 10, 999_999, 1_000_000, 1_000_001, 1_500_000, 1e15 - 1, 1e15, 1e18, math.MaxUint64} {
		require.Equal(t, shortest(float64(ns)/1e6), string(appendExact(nil, ns, 1e6)), "%d ns", ns)
	}
	require.Equal(t, "-1.0", string(appendExact(nil, 7, 0)))
	require.Equal(t, "1500.0", string(appendExact(nil, 1500, 1)))
	require.Equal(t, "NaN", string(appendFloat(nil, math.NaN())))
}
