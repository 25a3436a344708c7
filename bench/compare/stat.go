package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// benchstat is the program for comparisons, at a version with an output that parseStat can read.
const benchstat = "golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da"

// change is how one figure of a benchmark differs.
type change struct {
	pkg, name, unit string
	base, head      float64
	// p is the p-value of the difference.
	p float64
}

// share is the difference in per cent of the base.
func (c change) share() float64 {
	if c.base == 0 {
		if c.head == 0 {
			return 0
		}
		return 100
	}
	return 100 * (c.head - c.base) / c.base
}

func (c change) String() string {
	return fmt.Sprintf("%s %s: %.4g to %.4g %s, %+.1f %% (p=%.3f)", c.pkg, c.name, c.base, c.head, c.unit, c.share(), c.p)
}

// least is the smallest reported difference of each unit. Bytes allocated once per run are divided by the number of
// operations, which varies.
var least = map[string]float64{"sec/op": 0, "B/op": 16, "allocs/op": 1}

// worseOf returns what became slower, or takes more memory.
func (c *config) worseOf(changes []change) (worse []change) {
	for _, d := range changes {
		floor, told := least[d.unit]
		if told && d.p < c.alpha && d.share() > c.worse && d.head-d.base >= floor {
			worse = append(worse, d)
		}
	}
	return worse
}

// stat compares the results of two trees, for people and for us.
func (c *config) stat(ctx context.Context, folder string, base, now *tree) (string, []change, error) {
	from, err := base.save(folder)
	if err != nil {
		return "", nil, fmt.Errorf("save results: %w", err)
	}
	to, err := now.save(folder)
	if err != nil {
		return "", nil, fmt.Errorf("save results: %w", err)
	}
	args := []string{"run", benchstat, "base=" + from, "head=" + to}
	text, err := output(ctx, folder, "go", args...)
	if err != nil {
		return "", nil, err
	}
	table, err := output(ctx, folder, "go", "run", benchstat, "-format", "csv", args[2], args[3])
	if err != nil {
		return "", nil, err
	}
	changes, err := parseStat(strings.NewReader(table))
	return text, changes, err
}

// parseStat reads the CSV of benchstat, a table for each package and unit. What only one side has is left out.
func parseStat(r io.Reader) (changes []change, err error) {
	in := csv.NewReader(r)
	in.FieldsPerRecord, in.LazyQuotes = -1, true
	var pkg, unit string
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return changes, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read benchstat's table: %w", err)
		}
		switch path, isPackage := strings.CutPrefix(row[0], "pkg: "); {
		case isPackage:
			pkg = path
		case len(row) == 7 && row[0] == "" && row[2] == "CI":
			unit = row[1]
		case len(row) == 7 && row[0] != "" && row[0] != "geomean":
			if c, ok := parseRow(row); ok {
				c.pkg, c.unit = pkg, unit
				changes = append(changes, c)
			}
		}
	}
}

// parseRow reads name, base, its interval, head, its interval, difference, and p with the number of runs.
func parseRow(row []string) (c change, ok bool) {
	text, _, _ := strings.Cut(strings.TrimPrefix(row[6], "p="), " ")
	var failed error
	number := func(s string) float64 {
		f, err := strconv.ParseFloat(s, 64)
		failed = errors.Join(failed, err)
		return f
	}
	c = change{name: row[0], base: number(row[1]), head: number(row[3]), p: number(text)}
	return c, failed == nil
}
