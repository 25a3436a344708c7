package main

import (
	"cmp"
	"fmt"
	"slices"
	"text/tabwriter"
)

// spread is the least, the middle and the largest of some figures.
type spread struct{ low, middle, high float64 }

func spreadOf[T any](of []T, figure func(T) float64) spread {
	var v []float64
	for _, x := range of {
		v = append(v, figure(x))
	}
	slices.SortFunc(v, cmp.Compare)
	n := len(v)
	return spread{v[0], (v[(n-1)/2] + v[n/2]) / 2, v[n-1]}
}

// figures prints least, middle and largest.
func (s spread) figures(digits int) string {
	return fmt.Sprintf("%.*f/%.*f/%.*f", digits, s.low, digits, s.middle, digits, s.high)
}

// ratio prints the middle, and the range in brackets.
func (s spread) ratio() string { return fmt.Sprintf("%.2f (%.2f-%.2f)", s.middle, s.low, s.high) }

func wall(u usage) float64 { return u.wall.Seconds() }
func cpu(u usage) float64  { return u.cpu().Seconds() }

// pair is a run of a program, and the run of ours of the same round.
type pair struct{ program, ours usage }

func pairs(program, ours []usage) []pair {
	var all []pair
	for i := range min(len(program), len(ours)) {
		all = append(all, pair{program[i], ours[i]})
	}
	return all
}

func over(figure func(usage) float64) func(pair) float64 {
	return func(p pair) float64 { return figure(p.program) / max(figure(p.ours), 1e-6) }
}

// print writes a table of one workload. results has the runs of each program that is ready.
func (b *bench) print(workload string, results [][]usage) error {
	fmt.Fprintf(b.out, "\n%s, %d packets, %d runs: least/middle/largest; ratios to ours run by run: middle (range)\n",
		workload, b.count(workload), b.runs)
	t := tabwriter.NewWriter(b.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "program\twall s\tuser s\tsys s\tpeak MiB\twall ratio\tCPU ratio")
	for i, p := range b.ready {
		fmt.Fprintf(t, "%s\t%s\t%s\n", p.name, row(results[i]), ratios(results[i], b.reference(results)))
	}
	return t.Flush()
}

// reference returns the runs of ours with one worker, if there are any.
func (b *bench) reference(results [][]usage) []usage {
	at := slices.IndexFunc(b.ready, func(p program) bool { return p.name == oursName })
	if at < 0 {
		return nil
	}
	return results[at]
}

func row(runs []usage) string {
	user := spreadOf(runs, func(u usage) float64 { return u.user.Seconds() })
	sys := spreadOf(runs, func(u usage) float64 { return u.sys.Seconds() })
	rss := spreadOf(runs, func(u usage) float64 { return float64(u.rss) / (1 << 20) })
	return spreadOf(runs, wall).figures(2) + "\t" + user.figures(2) + "\t" + sys.figures(2) + "\t" + rss.figures(0)
}

func ratios(runs, ours []usage) string {
	if len(ours) == 0 {
		return "-\t-"
	}
	both := pairs(runs, ours)
	return spreadOf(both, over(wall)).ratio() + "\t" + spreadOf(both, over(cpu)).ratio()
}
