package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// twoPrograms have two runs each over ten packets.
func twoPrograms() ([]program, *measured) {
	m := newMeasured("mix", 10)
	m.of(ours1).runs = []usage{ran(1, 1, 0.5, 10), ran(2, 1, 0.5, 20)}
	m.of("other").runs = []usage{ran(3, 3, 0, 40), ran(4, 6, 0, 40)}
	m.of("other").all = 64 << 20
	return []program{{name: ours1, ours: true, like: ours1}, {name: "other", like: ours1}}, m
}

func TestTable(t *testing.T) {
	all, m := twoPrograms()
	g := m.table(append(all, program{name: "absent", like: ours1}))
	require.Equal(t, [][]string{
		{"ours", "1.50 (1.00-2.00)", "1.00 (1.00-1.00)", "0.500 (0.500-0.500)", "150000000", "15.0", "-",
			"ours", "", "", ""},
		{"other", "3.50 (3.00-4.00)", "4.50 (3.00-6.00)", "0.000 (0.000-0.000)", "350000000", "40.0", "64.0",
			"ours", "2.50 (2.00-3.00)", "3.00 (2.00-4.00)", "3.00 (2.00-4.00)"},
	}, g.rows)
	for _, row := range g.rows {
		require.Len(t, row, len(g.heads))
	}
}

func TestTableWithoutOurs(t *testing.T) {
	_, m := twoPrograms()
	g := m.table([]program{{name: "other", like: "nobody"}})
	require.Equal(t, []string{"nobody", "-", "-", "-"}, g.rows[0][7:])
}

func TestPeakBelowOurOwnIsNotKnown(t *testing.T) {
	u := ran(1, 1, 1, 12)
	u.floor = 12 << 20
	require.Equal(t, "under 12.0", peakCell([]usage{u}))
	u.rss++
	require.Equal(t, "12.0", peakCell([]usage{u}))
	require.Equal(t, "-", peakCell([]usage{{}}))
}

func TestNotes(t *testing.T) {
	all, m := twoPrograms()
	require.Empty(t, m.notes(all, 3))
	m.of(ours1).slow = true
	require.Empty(t, m.notes(all, 2))
	m.of("other").failure = errors.New("no\nsuch\tcapture " + strings.Repeat("x", 1000))
	notes := m.notes(all, 3)
	require.Len(t, notes, 2)
	require.Equal(t, "ours is slow: 2 runs only", notes[0])
	require.True(t, strings.HasPrefix(notes[1], "other failed after 2 runs: no such capture xx"))
	require.Less(t, len(notes[1]), 400)
}

func TestProgramsAreComparedWithOnesThatThereAre(t *testing.T) {
	all := programs()
	for _, p := range all {
		require.Contains(t, names(all), p.like, p.name)
		require.True(t, p.ours || p.install != "", p.name)
	}
}
