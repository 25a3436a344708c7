package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/nfstream/nfstream-go/bench/growth/plot"
)

// curve is what an axis was measured to cost.
type curve struct {
	axis
	// idle is the cost of size 0, which does not grow.
	idle  cost
	costs []cost
	sizes []int
}

// curve measures all sizes of an axis in turn, and so often as there are runs.
func (b *bench) curve(ctx context.Context, a axis) (curve, error) {
	c := curve{axis: a}
	for _, size := range a.sizes {
		if b.full || size <= a.usual {
			c.sizes = append(c.sizes, size)
		}
	}
	for round := range b.runs {
		fmt.Fprintf(b.report, "%s, round %d of %d\n", a.name, round+1, b.runs)
		idle, err := b.once(ctx, a, 0)
		if err != nil {
			return c, err
		}
		c.take(-1, round, idle)
		for i, size := range c.sizes {
			used, err := b.once(ctx, a, size)
			if err != nil {
				return c, fmt.Errorf("size %d: %w", size, err)
			}
			c.take(i, round, used)
		}
	}
	return c, nil
}

// once measures a size.
func (b *bench) once(ctx context.Context, a axis, size int) (cost, error) {
	j, err := a.job(b, size)
	if err != nil {
		return cost{}, err
	}
	return b.measure(ctx, j)
}

// take adds a measurement of a size; -1 is of size 0.
func (c *curve) take(i, round int, used cost) {
	switch {
	case i < 0 && round == 0:
		c.idle = used
	case i < 0:
		c.idle = c.idle.least(used)
	case round == 0:
		c.costs = append(c.costs, used)
	default:
		c.costs[i] = c.costs[i].least(used)
	}
}

// quantity is one of the costs.
type quantity struct {
	name, unit string
	of         func(cost) float64
	// scale is of the unit.
	scale float64
}

var quantities = []quantity{
	{"time", "CPU seconds", func(c cost) float64 { return c.cpu }, 1},
	{"memory", "peak memory, MB", func(c cost) float64 { return c.memory }, 1e-6},
}

func (c *curve) fit(q quantity) fitted {
	var samples []sample
	for i, size := range c.sizes {
		samples = append(samples, sample{float64(size), q.of(c.costs[i])})
	}
	return fit(samples, q.of(c.idle))
}

func (c *curve) print(out io.Writer) {
	fmt.Fprintf(out, "\n%s: %s\n\n", c.title, c.unit)
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "%s\tpackets\tCPU s\twall s\tns/packet\tMB\tbytes/%s\t\n", c.name, strings.TrimSuffix(c.name, "s"))
	c.row(w, 0, c.idle)
	for i, size := range c.sizes {
		c.row(w, size, c.costs[i])
	}
	w.Flush()
	for _, q := range quantities {
		fmt.Fprintf(out, "%s: %s\n", q.name, c.fit(q))
	}
}

func (c *curve) row(w io.Writer, size int, used cost) {
	each := func(v float64, n int) string {
		if n == 0 || size == 0 {
			return "-"
		}
		return fmt.Sprintf("%.0f", v/float64(n))
	}
	packets := c.packets(size)
	fmt.Fprintf(w, "%d\t%d\t%.2f\t%.2f\t%s\t%.1f\t%s\t\n", size, packets, used.cpu, used.wall,
		each(used.cpu*1e9, packets), used.memory*1e-6, each(used.memory-c.idle.memory, size))
}

// String says how the cost grows.
func (f fitted) String() string {
	if f.points < 2 {
		return "does not grow"
	}
	return fmt.Sprintf("grows as size^%.2f, at most ^%.2f from one size to the next", f.slope, f.steepest)
}

// errGrowth is what the command fails with where a cost grows faster than the work.
var errGrowth = errors.New("grows faster than the work")

// finish draws the curves, and fails where one is too steep.
func finish(picture string, curves []curve, out io.Writer) error {
	var panels []plot.Panel
	var worse []error
	for _, c := range curves {
		for _, q := range quantities {
			f := c.fit(q)
			panels = append(panels, c.panel(q, f))
			if f.worse() {
				worse = append(worse, fmt.Errorf("%s by %s %w: %v", q.name, c.name, errGrowth, f))
			}
		}
	}
	if len(worse) == 0 {
		fmt.Fprintln(out, "\nnothing grows faster than the work")
	}
	return errors.Join(append(worse, draw(picture, panels))...)
}

func (c *curve) panel(q quantity, f fitted) plot.Panel {
	p := plot.Panel{Title: c.title + ": " + q.name, X: c.unit, Y: q.unit, Note: "flat"}
	if f.points >= 2 {
		p.Note = fmt.Sprintf("size^%.2f", f.slope)
	}
	for i, size := range c.sizes {
		p.Points = append(p.Points, plot.Point{X: float64(size), Y: q.of(c.costs[i]) * q.scale})
	}
	return p
}

// draw writes the picture, two panels of a curve side by side and two curves in a row.
func draw(path string, panels []plot.Panel) error {
	if path == "" {
		return nil
	}
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("draw: %w", err)
	}
	return errors.Join(plot.Write(f, panels, 4), f.Close())
}
