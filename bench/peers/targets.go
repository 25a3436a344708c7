package main

import (
	"fmt"
	"slices"
)

// target is a required ratio of the results of two programs for a workload.
type target struct {
	workload, over, under string
	what                  string
	figure                func(usage) float64
	// want is the minimum, or the maximum if atMost is set.
	want   float64
	atMost bool
}

// targets returns all targets. They use wall time, except for argus, which waits in steps of a second at its end; its
// CPU time excludes that.
func targets() []target {
	return []target{
		{workload: "mix", over: "ndpi", under: oursL7, what: "wall time", figure: wall, want: 6},
		{workload: "mix", over: "nfstream-l7", under: oursL7, what: "wall time", figure: wall, want: 15},
		{workload: "mix", over: "argus", under: ours1, what: "CPU time", figure: cpu, want: 3},
		{workload: "bulk", over: oursL7, under: "cat", what: "wall time", figure: wall, want: 3, atMost: true},
		{workload: "flood", over: "nfstream-l7", under: oursL7, what: "wall time", figure: wall, want: 40},
		{workload: "flood", over: "nfstream-l7", under: oursL7, what: "memory", figure: memory, want: 10},
		{workload: "mix", over: oursL7, under: oursL72, what: "wall time", figure: wall, want: 1.7},
	}
}

func inTargets(program string) bool {
	return slices.ContainsFunc(targets(), func(x target) bool { return x.over == program || x.under == program })
}

func targetNeeds(workload, program string) bool {
	return slices.ContainsFunc(targets(), func(x target) bool {
		return x.workload == workload && (x.over == program || x.under == program)
	})
}

func (x target) title() string {
	return fmt.Sprintf("%s: %s of %s over %s", x.workload, x.what, x.over, x.under)
}

// verdict is one row of the targets.
type verdict struct {
	title, want string
	got         spread
	// met is invalid if runs is 0: nothing was measured.
	met  bool
	runs int
}

func (x target) verdict(all []*measured) verdict {
	v := verdict{title: x.title(), want: limit(x.want, x.atMost) + " times"}
	at := slices.IndexFunc(all, func(m *measured) bool { return m.workload == x.workload })
	if at < 0 {
		return v
	}
	over, under := all[at].of(x.over).runs, all[at].of(x.under).runs
	got, ok := ratio(over, under, x.figure)
	if !ok {
		return v
	}
	v.got, v.runs = got, min(len(over), len(under))
	v.met = within(got.median, x.want, x.atMost)
	return v
}

func within(got, want float64, atMost bool) bool {
	if atMost {
		return got <= want
	}
	return got >= want
}

func limit(want float64, atMost bool) string {
	if atMost {
		return fmt.Sprintf("at most %g", want)
	}
	return fmt.Sprintf("at least %g", want)
}

func (v verdict) cells() []string {
	if v.runs == 0 {
		return []string{v.title, v.want, "not measured", "", ""}
	}
	answer := "no"
	if v.met {
		answer = "yes"
	}
	return []string{v.title, v.want, v.got.String(), fmt.Sprint(v.runs), answer}
}

// verdicts returns the verdicts of all targets. Those of measurements inside the library are last.
func (r *report) verdicts() []verdict {
	var all []verdict
	for _, x := range targets() {
		all = append(all, x.verdict(r.workloads))
	}
	for _, x := range insideTargets() {
		all = append(all, x.verdict(r.inside))
	}
	return all
}

func barGrid(all []verdict) grid {
	g := grid{heads: []string{"target", "wanted", "measured", "runs", "met"}}
	for _, v := range all {
		g.rows = append(g.rows, v.cells())
	}
	return g
}
