package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// writeBaseline runs the benchmarks of this tree, and writes what they print to a file that is named for the machine.
func (c *config) writeBaseline(ctx context.Context, folder string, report io.Writer) error {
	now, err := head(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(report, "building the tests")
	if err := now.build(ctx, folder, c); err != nil {
		return err
	}
	all := func(string) string { return c.bench }
	if err := c.takeTurns(ctx, slices.Sorted(maps.Keys(now.tests)), all, report, now); err != nil {
		return err
	}
	name, err := kind(now.results.Bytes())
	if err != nil {
		return err
	}
	path := filepath.Join(c.baseline, name+".txt")
	if err := os.MkdirAll(c.baseline, 0o755); err != nil {
		return fmt.Errorf("make folder of baselines: %w", err)
	}
	fmt.Fprintln(report, path)
	return os.WriteFile(path, sorted(now.results.String()), 0o644)
}

// kind names the machine that results are of: system, architecture and processor.
func kind(results []byte) (string, error) {
	var parts [3]string
	for line := range bytes.Lines(results) {
		for i, key := range []string{"goos: ", "goarch: ", "cpu: "} {
			if value, ok := bytes.CutPrefix(line, []byte(key)); ok {
				parts[i] = slug(string(value))
			}
		}
	}
	if parts[0] == "" {
		return "", errors.New("the benchmarks did not say what they ran on")
	}
	if parts[2] == "" {
		parts[2] = "unknown"
	}
	return strings.Join(parts[:], "-"), nil
}

// slug keeps letters and digits, in lower case, and puts a dash where there is anything else.
func slug(text string) string {
	keep := func(r rune) bool { return r < '0' || r > '9' && r < 'a' || r > 'z' }
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), keep), "-")
}

// sorted puts the results of all rounds together by package, and those of a benchmark one below the other, without the
// blanks that align them.
func sorted(results string) []byte {
	var header, order []string
	byPackage := map[string][]string{}
	pkg := ""
	for line := range strings.Lines(results) {
		line = strings.Join(strings.Fields(line), " ")
		switch path, isPackage := strings.CutPrefix(line, "pkg: "); {
		case isPackage:
			if pkg = path; !slices.Contains(order, pkg) {
				order = append(order, pkg)
			}
		case strings.HasPrefix(line, "Benchmark"):
			byPackage[pkg] = append(byPackage[pkg], line)
		case strings.Contains(line, ": ") && !slices.Contains(header, line):
			header = append(header, line)
		}
	}
	var out bytes.Buffer
	fmt.Fprintln(&out, strings.Join(header, "\n"))
	for _, pkg := range order {
		fmt.Fprintln(&out, "pkg: "+pkg)
		lines := byPackage[pkg]
		first := map[string]int{}
		for i, l := range lines {
			name, _, _ := strings.Cut(l, " ")
			if _, ok := first[name]; !ok {
				first[name] = i
			}
		}
		slices.SortStableFunc(lines, func(a, b string) int {
			x, _, _ := strings.Cut(a, " ")
			y, _, _ := strings.Cut(b, " ")
			return first[x] - first[y]
		})
		fmt.Fprintln(&out, strings.Join(lines, "\n"))
	}
	return out.Bytes()
}
