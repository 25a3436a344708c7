package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
)

const module = "github.com/nfstream/nfstream-go"

// bench measures programs over captures.
type bench struct {
	config
	// folder holds what is built, and goes at the end.
	folder string
	out    io.Writer
	ready  []program
}

// errMissing is of a program that is not on this machine.
var errMissing = errors.New("not installed")

// prepare builds what is ours, and finds out which of the others there are.
func (b *bench) prepare(ctx context.Context) error {
	for _, p := range programs() {
		if !b.wanted(p) {
			continue
		}
		found, err := p.find(ctx, b)
		if errors.Is(err, errMissing) {
			fmt.Fprintf(b.out, "%s: skipped: %v; to install it: %s\n", p.name, err, p.install)
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		p.found = found
		b.ready = append(b.ready, p)
		fmt.Fprintf(b.out, "%s: %s\n", p.name, found.version)
	}
	return nil
}

// wanted keeps ours whatever is asked for, as the others are compared with it.
func (b *bench) wanted(p program) bool {
	if p.ours {
		return b.ours && (p.name == oursName || len(b.only) == 0 || slices.Contains(b.only, p.name))
	}
	return len(b.only) == 0 || slices.Contains(b.only, p.name)
}

// workload runs every program once unmeasured, and then all of them in turn as often as asked for.
func (b *bench) workload(ctx context.Context, name string) error {
	file, err := b.capture(ctx, name)
	if err != nil {
		return err
	}
	results := make([][]usage, len(b.ready))
	for round := range b.runs + 1 {
		for i, p := range b.ready {
			used, err := measure(exec.CommandContext(ctx, p.found.path, p.found.args(file)...))
			if err != nil {
				return fmt.Errorf("%s over %s: %w", p.name, name, err)
			}
			if round > 0 {
				results[i] = append(results[i], used)
			}
		}
	}
	return b.print(name, results)
}

// build makes the command of a package of ours, and returns its path.
func (b *bench) build(ctx context.Context, pkg string) (string, error) {
	path := filepath.Join(b.folder, filepath.Base(pkg)+executable)
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=auto", "-o", path, module+"/"+pkg)
	if text, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w: %s", pkg, err, text)
	}
	return path, nil
}
