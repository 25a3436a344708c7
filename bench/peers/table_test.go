package main

import (
	"strings"
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

func TestPairsGoByRound(t *testing.T) {
	both := pairs([]usage{ran(2, 0, 0, 0), ran(9, 0, 0, 0)}, []usage{ran(1, 0, 0, 0), ran(3, 0, 0, 0)})
	require.Equal(t, spread{2, 2.5, 3}, spreadOf(both, over(wall)))
}

func TestPrint(t *testing.T) {
	var out strings.Builder
	b := &bench{config: config{runs: 2, packets: 10}, out: &out}
	b.ready = []program{{name: oursName}, {name: "other"}}
	require.NoError(t, b.print("mix", [][]usage{
		{ran(1, 1, 0.5, 10), ran(2, 1, 0.5, 20)},
		{ran(3, 3, 0, 40), ran(4, 6, 0, 40)},
	}))
	require.Contains(t, out.String(), "mix, 10 packets, 2 runs")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	require.Equal(t, strings.Fields("ours 1.00/1.50/2.00 1.00/1.00/1.00 0.50/0.50/0.50 10/15/20 "+
		"1.00 (1.00-1.00) 1.00 (1.00-1.00)"), strings.Fields(lines[2]))
	require.Equal(t, strings.Fields("other 3.00/3.50/4.00 3.00/4.50/6.00 0.00/0.00/0.00 40/40/40 "+
		"2.50 (2.00-3.00) 3.00 (2.00-4.00)"), strings.Fields(lines[3]))
}

func TestPrintWithoutOurs(t *testing.T) {
	var out strings.Builder
	b := &bench{config: config{runs: 1}, out: &out, ready: []program{{name: "other"}}}
	require.NoError(t, b.print("flood", [][]usage{{ran(1, 1, 0, 0)}}))
	require.Contains(t, out.String(), "1000000 packets")
	require.Contains(t, out.String(), "-")
}
