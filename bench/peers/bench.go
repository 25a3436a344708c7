package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

const module = "github.com/nfstream/nfstream-go"

// patientRuns is how often a program is measured that takes longer than -patience.
const patientRuns = 3

// bench measures programs over captures.
type bench struct {
	config
	// folder holds what is built and written, and goes at the end.
	folder string
	// progress gets a line for each step.
	progress io.Writer
	ready    []program
}

// errMissing is of a program that is not on this machine.
var errMissing = errors.New("not installed")

// all measures what the flags ask for. The report is nil only where nothing was measured.
func (b *bench) all(ctx context.Context) (*report, error) {
	r := &report{config: b.config, machine: thisMachine()}
	b.prepare(ctx, r)
	for _, name := range b.wantedWorkloads() {
		if ctx.Err() != nil {
			break
		}
		w, err := b.workload(ctx, name)
		if err != nil {
			r.skip(name, err)
			continue
		}
		r.workloads = append(r.workloads, w)
	}
	if b.ours && ctx.Err() == nil {
		b.inside(ctx, r)
	}
	r.partial = ctx.Err() != nil
	if len(r.workloads) == 0 && r.inside == nil {
		return nil, errors.Join(ctx.Err(), r.reasons())
	}
	return r, ctx.Err()
}

// prepare builds what is ours, and finds out which of the others there are.
func (b *bench) prepare(ctx context.Context, r *report) {
	for _, p := range programs() {
		if !b.wanted(p) {
			continue
		}
		found, err := p.find(ctx, b)
		if errors.Is(err, errMissing) {
			err = fmt.Errorf("%w; to install it: %s", err, p.install)
		}
		if err != nil {
			r.skip(p.name, err)
			continue
		}
		p.found = found
		b.ready = append(b.ready, p)
		b.say("%s: %s", p.name, found.version)
	}
	r.programs = b.ready
}

func (b *bench) say(format string, args ...any) { fmt.Fprintf(b.progress, format+"\n", args...) }

// wanted keeps ours whatever is asked for, as the others are compared with it.
func (b *bench) wanted(p program) bool {
	if b.targets && !inTargets(p.name) {
		return false
	}
	if p.ours {
		return b.ours && (len(b.only) == 0 || slices.Contains(b.only, p.name) || b.compared(p.name))
	}
	return len(b.only) == 0 || slices.Contains(b.only, p.name)
}

// compared reports whether a program that is asked for by name is compared with this one.
func (b *bench) compared(name string) bool {
	return slices.ContainsFunc(programs(), func(p program) bool {
		return p.like == name && slices.Contains(b.only, p.name)
	})
}

func (b *bench) wantedWorkloads() []string {
	return slices.DeleteFunc(slices.Clone(b.workloads), func(name string) bool {
		return b.targets && !slices.ContainsFunc(targets(), func(x target) bool { return x.workload == name })
	})
}

// workload runs every program once unmeasured, and then all of them in turn as often as asked for. A program that fails
// is left out of the rounds that follow.
func (b *bench) workload(ctx context.Context, name string) (*measured, error) {
	m := newMeasured(name, b.count(name))
	file, err := b.capture(ctx, name)
	if err != nil {
		return m, err
	}
	if b.cache == "" {
		defer os.Remove(file)
	}
	for round := range b.runs + 1 {
		for _, p := range b.ready {
			if ctx.Err() != nil {
				return m, nil
			}
			if b.skipped(m, p, round) {
				continue
			}
			b.once(ctx, m, p, file, round)
		}
	}
	return m, nil
}

func (b *bench) skipped(m *measured, p program, round int) bool {
	of := m.of(p.name)
	if b.targets && !targetNeeds(m.workload, p.name) || of.failure != nil {
		return true
	}
	return round > patientRuns && of.slow
}

// once runs a program. The first round is not timed: it is the one in which the memory of all processes is looked at,
// which takes time from them.
func (b *bench) once(ctx context.Context, m *measured, p program, file string, round int) {
	of := m.of(p.name)
	used, err := b.measure(ctx, p, file, round == 0)
	if err != nil {
		if ctx.Err() == nil {
			of.failure = err
			b.say("%s, %s: failed: %v", m.workload, p.name, err)
		}
		return
	}
	b.say("%s, round %d of %d, %s: %.2f s", m.workload, round, b.runs, p.name, used.wall.Seconds())
	if round == 0 {
		of.all, of.slow = used.all, used.wall > b.patience
		return
	}
	used.all = of.all
	of.runs = append(of.runs, used)
}

// measure runs a program over a capture, in a folder of its own that goes with what it wrote there.
func (b *bench) measure(ctx context.Context, p program, file string, together bool) (usage, error) {
	scratch, err := os.MkdirTemp(b.folder, "run-")
	if err != nil {
		return usage{}, fmt.Errorf("make folder: %w", err)
	}
	defer os.RemoveAll(scratch)
	ctx, cancel := context.WithTimeoutCause(ctx, b.timeout, errTooLong)
	defer cancel()
	job, err := p.found.on(file, scratch)
	if err != nil {
		return usage{}, err
	}
	cmd := exec.CommandContext(ctx, p.found.path, job.args...)
	cmd.Dir = scratch
	used, err := measure(cmd, together)
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	if job.after == nil {
		return used, err
	}
	return used, errors.Join(err, job.after())
}

var errTooLong = errors.New("it took longer than -timeout allows")

// build makes the command of a package of ours, and returns its path.
func (b *bench) build(ctx context.Context, pkg string, flags ...string) (string, error) {
	path := filepath.Join(b.folder, filepath.Base(pkg)+executable)
	args := append([]string{"build", "-trimpath", "-o", path}, flags...)
	cmd := exec.CommandContext(ctx, "go", append(args, module+"/"+pkg)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w: %s", pkg, err, text)
	}
	return path, nil
}
