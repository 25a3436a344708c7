package capture

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestClock(t *testing.T) {
	const bin = 0x80
	for _, c := range []struct {
		resolution byte
		offset     int64
		t          uint64
		want       int64
		clamped    bool
	}{
		{6, 0, 1_700_000_000_123_456, 1_700_000_000_123_456_000, false},
		{9, 0, 1_700_000_000_123_456_789, 1_700_000_000_123_456_789, false},
		{0, 0, 1_700_000_000, 1_700_000_000_000_000_000, false},
		{3, 10, 1_500, 11_500_000_000, false},
		{6, -2, 1_000_000, -1_000_000_000, false},
		{6, 1_700_000_000, 0, 1_700_000_000_000_000_000, false}, // the first tick is valid
		{bin | 20, 10, 0, 10_000_000_000, false},
		{12, 1, 0, 1_000_000_000, false},
		{0, -86_400, 0, -86_400_000_000_000, false},                     // the day before 1970
		{6, -1, 999_999, -1_000, false},                                 // its last microsecond
		{6, 0, 4_733_510_400_000_000, 4_733_510_400_000_000_000, false}, // the year 2120
		{0, -10_000_000_000, 10_000_000_001, 1_000_000_000, false},      // neither part fits, the sum does
		{9, 0, math.MaxInt64, math.MaxInt64, false},
		{9, 0, math.MaxInt64 + 1, math.MaxInt64, true},
		{0, -9_223_372_037, 0, math.MinInt64, true},
		{9, -9_223_372_037, 145_224_192, math.MinInt64, false},
		{9, -9_223_372_037, 145_224_191, math.MinInt64, true},
		{12, 0, 1_999, 1, false},
		{28, 0, math.MaxUint64, 1, false},
		{127, 0, math.MaxUint64 - 1, 0, false},
		{bin, 0, 3, 3_000_000_000, false},
		{bin | 32, 0, 1_700_000_000<<32 | 1<<31, 1_700_000_000_500_000_000, false},
		{bin | 64, 0, math.MaxUint64, 999_999_999, false},
		{bin | 127, 0, math.MaxUint64, 0, false},
		{6, 0, math.MaxUint64, math.MaxInt64, true},
		{0, 0, math.MaxUint64, math.MaxInt64, true},
		{6, math.MaxInt64, 5, math.MaxInt64, true},
		{6, math.MaxInt64, 0, math.MaxInt64, true},
		{6, math.MinInt64, 0, math.MinInt64, true},
		{6, math.MinInt64, math.MaxUint64, math.MinInt64, true},
		{9, 9_000_000_000, 1 << 62, math.MaxInt64, true},
	} {
		clock := newClock(c.resolution, c.offset)
		got, clamped := clock.time(c.t)
		require.Equal(t, c.want, got, "%+v", c)
		require.Equal(t, c.clamped, clamped, "%+v", c)
	}
}

// The time of any tick equals that of arbitrary-precision arithmetic.
func TestClockIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		resolution, offset, tick := byte(r.Uint32()), int64(r.Uint64())>>r.IntN(64), r.Uint64()>>r.IntN(64)
		want := new(big.Int).SetUint64(tick)
		want.Mul(want, big.NewInt(1e9))
		base := big.NewInt(10)
		if resolution&0x80 != 0 {
			base = big.NewInt(2)
		}
		want.Div(want, base.Exp(base, big.NewInt(int64(resolution&0x7f)), nil))
		want.Add(want, new(big.Int).Mul(big.NewInt(offset), big.NewInt(1e9)))
		clock := newClock(resolution, offset)
		got, clamped := clock.time(tick)
		require.Equal(t, !want.IsInt64(), clamped, "resolution %#x, offset %d, tick %d", resolution, offset, tick)
		switch {
		case want.IsInt64():
			require.Equal(t, want.Int64(), got, "resolution %#x, offset %d, tick %d", resolution, offset, tick)
		case want.Sign() < 0:
			require.Equal(t, int64(math.MinInt64), got)
		default:
			require.Equal(t, int64(math.MaxInt64), got)
		}
	}
}
