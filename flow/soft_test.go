package flow

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/record"
)

// Arithmetic in integers gives the bits that the machine's own does.
func TestSoftArithmetic(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	same := func(want, got float64, of ...any) {
		if math.Float64bits(want) != math.Float64bits(got) {
			require.Equal(t, math.Float64bits(want), math.Float64bits(got), "%v: %v, not %v", of, got, want)
		}
	}
	for range 200_000 {
		u := r.Uint64() >> r.IntN(64)
		n := r.Uint64()>>r.IntN(64) + 1
		if r.IntN(4) > 0 {
			n = n>>48 + 1
		}
		v := float64(u)
		same(v, softNumber(u), u)
		same(v/float64(n), softOver(v, n), v, n)
		same(v/1e6, softMillis(v), v)
		same(v/1e6, millis(v), v)
		same(math.Sqrt(v), softRoot(v), v)
		v = math.Float64frombits(r.Uint64())
		if v == v {
			same(v/float64(n), softOver(v, n), v, n)
			same(v/1e6, softMillis(v), v)
		}
		if v > 0 {
			same(math.Sqrt(v), softRoot(v), v)
		}
	}
}

// Quotients that lie halfway between two numbers are rounded to the even one, and those beside to the nearer.
func TestSoftDivisionRounds(t *testing.T) {
	for n := uint64(1); n < 1<<16; n += 2 {
		for _, q := range []uint64{1<<53 + 1, 1<<53 + 3, 1<<54 - 1} { // 54 bits, the last one set
			v := float64(q * n)
			require.Equal(t, v/float64(n), softOver(v, n), "%v / %d", v, n)
		}
	}
	for _, v := range []float64{0, math.Inf(1), -1, 1, math.MaxFloat64, math.SmallestNonzeroFloat64, 1 << 53, 1<<53 - 1} {
		for _, n := range []uint64{1, 2, 3, 1<<16 - 1, 1 << 16, math.MaxUint64} {
			require.Equal(t, math.Float64bits(v/float64(n)), math.Float64bits(softOver(v, n)), "%v / %d", v, n)
		}
	}
	require.True(t, math.IsInf(softOver(1, 0), 1))
}

// Roots of squares, and of numbers next to them, which are the hardest to round.
func TestSoftRoots(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for i := range uint64(100_000) {
		x := float64(r.Uint64()>>r.IntN(64) | 1)
		for _, v := range []float64{float64(i), x * x, math.Nextafter(x*x, 0), math.Nextafter(x*x, math.Inf(1))} {
			require.Equal(t, math.Float64bits(math.Sqrt(v)), math.Float64bits(softRoot(v)), "%v", v)
		}
	}
	for i := range uint64(1) << 11 { // mantissas of ones and of zeros, for both kinds of exponents
		for _, b := range []uint64{i << 52, i<<52 | mantissaMask, i<<52 | 1, i<<52 | 1<<51} {
			if v := math.Float64frombits(b); v == v {
				require.Equal(t, math.Float64bits(math.Sqrt(v)), math.Float64bits(softRoot(v)), "%x", b)
			}
		}
	}
}

func FuzzSoftArithmetic(f *testing.F) {
	f.Add(uint64(1e9), uint64(7))
	f.Add(uint64(math.MaxUint64), uint64(65535))
	f.Fuzz(func(t *testing.T, u, n uint64) {
		require.Equal(t, math.Float64bits(float64(u)), math.Float64bits(softNumber(u)))
		v := math.Float64frombits(u)
		if v != v {
			v = float64(u)
		}
		if want := v / float64(n); want == want {
			require.Equal(t, math.Float64bits(want), math.Float64bits(softOver(v, n)))
		}
		require.Equal(t, math.Float64bits(v/1e6), math.Float64bits(softMillis(v)))
		if v >= 0 {
			require.Equal(t, math.Float64bits(math.Sqrt(v)), math.Float64bits(softRoot(v)))
		}
	})
}

func TestExactExtremes(t *testing.T) {
	s := Summary{n: 2, times: &record.Intervals{Min: 1500, Max: 2500}}
	n, unit := s.ExactMin()
	require.Equal(t, s.Min(), float64(n)/float64(unit))
	n, unit = s.ExactMax()
	require.Equal(t, s.Max(), float64(n)/float64(unit))
	_, unit = Summary{}.ExactMin()
	require.Zero(t, unit)
}
