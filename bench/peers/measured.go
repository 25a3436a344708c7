package main

import (
	"fmt"
	"time"
)

// runsOf is what the runs of one program over one capture took.
type runsOf struct {
	runs []usage
	// all is the memory of all its processes together, in bytes, of the round that is not timed.
	all int64
	// slow is of a program that is not measured in every round.
	slow    bool
	failure error
}

// measured is what one workload has shown.
type measured struct {
	workload string
	packets  int
	when     time.Time
	programs map[string]*runsOf
}

func newMeasured(workload string, packets int) *measured {
	return &measured{workload: workload, packets: packets, when: time.Now(), programs: map[string]*runsOf{}}
}

func (m *measured) of(name string) *runsOf {
	if m.programs[name] == nil {
		m.programs[name] = &runsOf{}
	}
	return m.programs[name]
}

// grid is a table: its heads, and a cell for each in every row.
type grid struct {
	heads []string
	rows  [][]string
}

// table lays the figures out, a row for each program that has some.
func (m *measured) table(all []program) grid {
	g := grid{heads: []string{"program", "wall s", "user s", "system s", "ns a packet", "peak MiB", "all MiB",
		"against", "wall ratio", "CPU ratio", "memory ratio"}}
	for _, p := range all {
		of := m.of(p.name)
		if len(of.runs) == 0 {
			continue
		}
		row := append([]string{p.name}, m.cells(of)...)
		g.rows = append(g.rows, append(row, m.ratios(p, of)...))
	}
	return g
}

func (m *measured) cells(of *runsOf) []string {
	var cells []string
	for _, figure := range []func(usage) float64{wall, user, system} {
		cells = append(cells, spreadOf(of.runs, figure).String())
	}
	each := spreadOf(of.runs, wall).median * 1e9 / float64(max(m.packets, 1))
	return append(cells, fmt.Sprintf("%.0f", each), peakCell(of.runs), mebibytes(float64(of.all)))
}

func peakCell(runs []usage) string {
	high := spreadOf(runs, peakOf).median
	if low := spreadOf(runs, floor).median; 0 < high && high <= low {
		return "under " + mebibytes(low)
	}
	return mebibytes(high)
}

func mebibytes(bytes float64) string {
	v := bytes / (1 << 20)
	if v <= 0 {
		return "-"
	}
	return fmt.Sprintf("%.*f", min(digitsFor(v), 1), v)
}

func (m *measured) ratios(p program, of *runsOf) []string {
	cells := []string{p.like}
	if p.name == p.like {
		return append(cells, "", "", "")
	}
	for _, figure := range []func(usage) float64{wall, cpu, memory} {
		cell := "-"
		if s, ok := ratio(of.runs, m.of(p.like).runs, figure); ok {
			cell = s.String()
		}
		cells = append(cells, cell)
	}
	return cells
}

// notes returns remarks about failed programs and programs with fewer runs.
func (m *measured) notes(all []program, runs int) []string {
	var notes []string
	for _, p := range all {
		of := m.of(p.name)
		switch {
		case of.failure != nil:
			notes = append(notes, fmt.Sprintf("%s failed after %d runs: %s", p.name, len(of.runs), oneLine(of.failure)))
		case of.slow && len(of.runs) < runs:
			notes = append(notes, fmt.Sprintf("%s is slow: %d runs only", p.name, len(of.runs)))
		}
	}
	return notes
}
