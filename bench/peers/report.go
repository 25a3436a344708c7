package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// report holds the results of a run.
type report struct {
	config
	machine   machine
	programs  []program
	workloads []*measured
	inside    []figure
	skips     []skip
	// partial is of a run that was cut short.
	partial bool
}

// skip is a program or a workload that was left out.
type skip struct {
	what string
	why  error
}

func (r *report) skip(what string, why error) { r.skips = append(r.skips, skip{what, why}) }

// reasons returns why nothing was measured.
func (r *report) reasons() error {
	all := []error{errors.New("nothing was measured")}
	for _, s := range r.skips {
		all = append(all, fmt.Errorf("%s: %w", s.what, s.why))
	}
	return errors.Join(all...)
}

// A section is a part of the report that has a place in a page.
type section struct {
	name string
	// lines stand above the table, and notes below.
	lines []string
	table grid
	notes []string
}

// Names of sections that are not of a workload.
const (
	machineName = "machine"
	insideName  = "inside"
	targetsName = "targets"
)

// parts returns the non-empty sections in order.
func (r *report) parts() []section {
	parts := []section{{name: machineName, lines: []string{r.machine.String() + "."}, table: r.versions(),
		notes: r.skipped()}}
	for _, m := range r.workloads {
		parts = append(parts, section{name: m.workload, lines: []string{r.circumstances(m)},
			table: m.table(r.programs), notes: m.notes(r.programs, r.runs)})
	}
	if len(r.inside) > 0 {
		parts = append(parts, section{name: insideName, lines: []string{r.when()}, table: insideGrid(r.inside)})
	}
	return append(parts, section{name: targetsName, lines: []string{r.when()}, table: barGrid(r.verdicts())})
}

func (r *report) versions() grid {
	g := grid{heads: []string{"program", "version"}}
	for _, p := range r.programs {
		g.rows = append(g.rows, []string{p.name, p.found.version})
	}
	return g
}

func (r *report) skipped() []string {
	var notes []string
	for _, s := range r.skips {
		notes = append(notes, fmt.Sprintf("%s was skipped: %s", s.what, oneLine(s.why)))
	}
	return notes
}

func (r *report) circumstances(m *measured) string {
	return fmt.Sprintf("%d packets of %s with seed %d, %d runs, %s, %s.",
		m.packets, m.workload, r.seed, r.runs, r.oursVersion(), m.when.Format(time.DateOnly))
}

func (r *report) when() string {
	return fmt.Sprintf("%s, %s.", r.oursVersion(), time.Now().Format(time.DateOnly))
}

func (r *report) oursVersion() string {
	for _, p := range r.programs {
		if p.ours {
			return "nfstream of " + p.found.version
		}
	}
	return "without nfstream"
}

// full reports whether the run has measured all that there are targets for, so that they may go into a page.
func (r *report) full() bool {
	for _, x := range targets() {
		if !contains(r.workloads, x.workload) {
			return false
		}
	}
	return r.ours && len(r.inside) > 0
}

func contains(all []*measured, workload string) bool {
	for _, m := range all {
		if m.workload == workload {
			return true
		}
	}
	return false
}

// text prints the report for a terminal.
func (r *report) text(out io.Writer) error {
	for _, s := range r.parts() {
		fmt.Fprintf(out, "\n%s: %s\n", s.name, strings.Join(s.lines, " "))
		if err := s.table.text(out); err != nil {
			return err
		}
		for _, note := range s.notes {
			fmt.Fprintln(out, note)
		}
	}
	return nil
}

func (g grid) text(out io.Writer) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, strings.Join(g.heads, "\t"))
	for _, row := range g.rows {
		fmt.Fprintln(t, strings.Join(row, "\t"))
	}
	return t.Flush()
}

// oneLine returns the text of an error in a line of bounded length.
func oneLine(err error) string {
	const most = 300
	s := strings.Join(strings.Fields(strings.ToValidUTF8(err.Error(), "?")), " ")
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "..."
	}
	return s
}
