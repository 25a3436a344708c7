package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func ran(wall, user, sys float64, mib int64) usage {
	seconds := func(f float64) time.Duration { return time.Duration(f * float64(time.Second)) }
	return usage{wall: seconds(wall), user: seconds(user), sys: seconds(sys), rss: mib << 20}
}

func TestSpread(t *testing.T) {
	same := func(f float64) float64 { return f }
	require.Equal(t, spread{1, 2, 9}, spreadOf([]float64{9, 1, 2}, same))
	require.Equal(t, spread{1, 2.5, 9}, spreadOf([]float64{9, 1, 2, 3}, same))
	require.Equal(t, spread{4, 4, 4}, spreadOf([]float64{4}, same))
}

func TestSpreadKeepsThreeFigures(t *testing.T) {
	require.Equal(t, "0.123 (0.100-12.000)", spread{0.1, 0.1234, 12}.String())
	require.Equal(t, "1.23 (1.00-12.00)", spread{1, 1.234, 12}.String())
	require.Equal(t, "12.3 (1.0-200.0)", spread{1, 12.34, 200}.String())
	require.Equal(t, "123 (1-200)", spread{1, 123.4, 200}.String())
}

func TestRatiosGoByRound(t *testing.T) {
	s, ok := ratio([]usage{ran(2, 0, 0, 0), ran(9, 0, 0, 0), ran(50, 0, 0, 0)},
		[]usage{ran(1, 0, 0, 0), ran(3, 0, 0, 0)}, wall)
	require.True(t, ok)
	require.Equal(t, spread{2, 2.5, 3}, s)
}

func TestNoRatioWithoutFigures(t *testing.T) {
	_, ok := ratio([]usage{ran(2, 0, 0, 0)}, nil, wall)
	require.False(t, ok)
	_, ok = ratio([]usage{ran(2, 0, 0, 1)}, []usage{ran(1, 0, 0, 0)}, memory)
	require.False(t, ok)
}

func TestMemoryIsTheLargerFigure(t *testing.T) {
	require.Equal(t, int64(30), usage{rss: 20, all: 30, floor: 10}.memory())
	require.Equal(t, int64(40), usage{rss: 40, all: 30, floor: 10}.memory())
	// The peak of what has started it is no peak of a program.
	require.Equal(t, int64(5), usage{rss: 10, all: 5, floor: 10}.memory())
	require.Zero(t, usage{rss: 10, floor: 10}.memory())
}
