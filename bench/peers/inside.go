package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
)

// figure is what the program inside prints of one quantity.
type figure struct {
	Name   string    `json:"name"`
	Values []float64 `json:"values"`
}

// inside runs the measurements inside the library.
func (b *bench) inside(ctx context.Context, r *report) {
	b.say("measuring packets and flows inside")
	figures, err := b.measureInside(ctx)
	if err != nil {
		r.skip("inside", err)
		return
	}
	r.inside = figures
}

func (b *bench) measureInside(ctx context.Context) ([]figure, error) {
	path, err := b.build(ctx, "bench/peers/inside")
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, b.timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "-runs", strconv.Itoa(b.runs))
	// Its folder goes with ours where it is ended before it removes it.
	cmd.Env = append(os.Environ(), "TMPDIR="+b.folder)
	text, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return nil, fmt.Errorf("measure inside: %w: %s", err, exit.Stderr)
	}
	if err != nil {
		return nil, fmt.Errorf("measure inside: %w", err)
	}
	return figuresOf(text)
}

func figuresOf(text []byte) ([]figure, error) {
	var all []figure
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("read what was measured inside: %w", err)
	}
	for _, f := range all {
		if len(f.Values) == 0 {
			return nil, fmt.Errorf("read what was measured inside: no values of %s", f.Name)
		}
	}
	return all, nil
}

func (f figure) spread() spread { return spreadOf(f.Values, func(v float64) float64 { return v }) }

// insideTarget is the maximum of a value measured inside the library.
type insideTarget struct {
	name string
	most float64
}

func insideTargets() []insideTarget {
	return []insideTarget{
		{"packet of 60 bytes, 1,000 flows, ns of CPU", 120},
		{"packet of 60 bytes, 1,000 flows, allocations", 0},
		{"flow alive, decided to be unknown, bytes", 400},
		{"flow alive, decided to be HTTP, with its labels, bytes", 400},
	}
}

func (x insideTarget) verdict(all []figure) verdict {
	v := verdict{title: x.name, want: limit(x.most, true)}
	at := slices.IndexFunc(all, func(f figure) bool { return f.Name == x.name })
	if at < 0 {
		return v
	}
	v.got, v.runs = all[at].spread(), len(all[at].Values)
	v.met = within(v.got.median, x.most, true)
	return v
}

func insideGrid(all []figure) grid {
	g := grid{heads: []string{"what", "measured", "runs"}}
	for _, f := range all {
		g.rows = append(g.rows, []string{f.Name, f.spread().String(), fmt.Sprint(len(f.Values))})
	}
	return g
}
