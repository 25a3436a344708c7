package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// errWorse is what compare fails with where something became slower or takes more memory.
var errWorse = errors.New("became worse")

// compare builds both trees, runs their benchmarks in turn, and repeats those that seem worse: some benchmarks are
// always worse by chance, but rarely twice.
func (c *config) compare(ctx context.Context, folder string, out, report io.Writer) error {
	now, err := head(ctx)
	if err != nil {
		return err
	}
	if c.base == "" {
		if c.base, err = now.revision(ctx); err != nil {
			return err
		}
	}
	base, remove, err := now.checkOut(ctx, c.base, folder)
	if err != nil {
		return err
	}
	defer remove()
	for _, t := range []*tree{base, now} {
		fmt.Fprintf(report, "building the tests of %s in %s\n", t.name, t.root)
		if err := t.build(ctx, folder, c); err != nil {
			return err
		}
	}
	paths := shared(base, now)
	all := func(string) string { return c.bench }
	if err := c.takeTurns(ctx, paths, all, report, base, now); err != nil {
		return err
	}
	return c.judge(ctx, folder, out, report, base, now)
}

// shared returns the packages with benchmarks in both trees.
func shared(base, now *tree) []string {
	paths := slices.Sorted(maps.Keys(now.tests))
	return slices.DeleteFunc(paths, func(p string) bool { _, ok := base.tests[p]; return !ok })
}

// takeTurns runs the benchmarks of packages, one tree and the other in turn; every other round begins with the other.
func (c *config) takeTurns(ctx context.Context, paths []string, bench func(path string) string, report io.Writer,
	trees ...*tree) error {
	for round := range c.rounds {
		fmt.Fprintf(report, "round %d of %d\n", round+1, c.rounds)
		for _, path := range paths {
			for i := range trees {
				t := trees[(i+round)%len(trees)]
				if err := t.play(ctx, path, bench(path), c.benchtime); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// judge prints the comparison, and fails with what is worse both times.
func (c *config) judge(ctx context.Context, folder string, out, report io.Writer, base, now *tree) error {
	text, changes, err := c.stat(ctx, folder, base, now)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, text)
	suspects := c.worseOf(changes)
	if len(suspects) == 0 {
		fmt.Fprintln(out, "nothing became slower")
		return nil
	}
	fmt.Fprintf(report, "%d seem worse: once more\n", len(suspects))
	worse, err := c.confirm(ctx, folder, suspects, report, base, now)
	if err != nil {
		return err
	}
	if len(worse) == 0 {
		fmt.Fprintf(out, "%d seemed worse, but not when they ran again: nothing became slower\n", len(suspects))
		return nil
	}
	fmt.Fprintf(out, "worse than %s, twice:\n", c.base)
	for _, w := range worse {
		fmt.Fprintln(out, " ", w)
	}
	return fmt.Errorf("%d benchmarks %w", len(worse), errWorse)
}

// confirm runs the benchmarks of suspects again, and returns those that are worse again.
func (c *config) confirm(ctx context.Context, folder string, suspects []change, report io.Writer,
	base, now *tree) ([]change, error) {
	byPath := patterns(suspects)
	base.results.Reset()
	now.results.Reset()
	again := func(path string) string { return byPath[path] }
	if err := c.takeTurns(ctx, slices.Sorted(maps.Keys(byPath)), again, report, base, now); err != nil {
		return nil, err
	}
	_, changes, err := c.stat(ctx, folder, base, now)
	return both(suspects, c.worseOf(changes)), err
}

// patterns returns what go test is to run for these benchmarks, by package: all of their functions.
func patterns(changes []change) map[string]string {
	names := map[string][]string{}
	for _, c := range changes {
		top, _, _ := strings.Cut(trimProcs.ReplaceAllString(c.name, ""), "/")
		if top = "^Benchmark" + regexp.QuoteMeta(top) + "$"; !slices.Contains(names[c.pkg], top) {
			names[c.pkg] = append(names[c.pkg], top)
		}
	}
	byPath := map[string]string{}
	for path, tops := range names {
		byPath[path] = strings.Join(tops, "|")
	}
	return byPath
}

// trimProcs is the number of processors at the end of a benchmark's name.
var trimProcs = regexp.MustCompile(`-\d+$`)

// both returns those of the second that are among the first.
func both(first, second []change) []change {
	return slices.DeleteFunc(second, func(c change) bool {
		return !slices.ContainsFunc(first, func(f change) bool {
			return f.pkg == c.pkg && f.name == c.name && f.unit == c.unit
		})
	})
}

// save writes the results of a tree to a file of its own.
func (t *tree) save(folder string) (string, error) {
	path := filepath.Join(folder, t.name+".txt")
	return path, os.WriteFile(path, t.results.Bytes(), 0o600)
}
