package capture

import (
	"math"
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
	}{
		{6, 0, 1_700_000_000_123_456, 1_700_000_000_123_456_000},
		{9, 0, 1_700_000_000_123_456_789, 1_700_000_000_123_456_789},
		{0, 0, 1_700_000_000, 1_700_000_000_000_000_000},
		{3, 10, 1_500, 11_500_000_000},
		{6, -2, 1_000_000, -1_000_000_000},
		{12, 0, 1_999, 1},
		{28, 0, math.MaxUint64, 1},
		{127, 0, math.MaxUint64 - 1, 0},
		{bin, 0, 3, 3_000_000_000},
		{bin | 32, 0, 1_700_000_000<<32 | 1<<31, 1_700_000_000_500_000_000},
		{bin | 64, 0, math.MaxUint64, 999_999_999},
		{bin | 127, 0, math.MaxUint64, 0},
		{6, 0, math.MaxUint64, math.MaxInt64},
		{0, 0, math.MaxUint64, math.MaxInt64},
		{6, math.MaxInt64, 5, math.MaxInt64},
		{6, math.MaxInt64, 0, math.MaxInt64},
		{6, math.MinInt64, 0, math.MinInt64},
		{6, math.MinInt64, math.MaxUint64, -1},
		{9, 9_000_000_000, 1 << 62, math.MaxInt64},
	} {
		clock := newClock(c.resolution, c.offset)
		require.Equal(t, c.want, clock.time(c.t), "%+v", c)
	}
}
