package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/nfstream/nfstream-go/internal/emulate"
)

// columns are the compared groups of columns, as arguments of the command.
var columns = [][]string{
	nil,
	{"--statistics"},
	{"--splt", "8", "--fields", "default,splt"},
	{"--statistics", "--splt", "8", "--fields", "nfstream6"},
	{"--statistics", "--splt", "8", "--fields", "all"},
}

// variants are the arguments of runs: each group of columns as CSV and JSON with one and two workers. With few, each
// group, format and number of workers occurs at least once.
func variants(few bool) (all [][]string) {
	for i, group := range columns {
		for j, format := range []string{"csv", "json"} {
			for k, workers := range []string{"1", "2"} {
				if !few || (i+j)%2 == 0 && j == k {
					all = append(all, append([]string{"flows", "--quiet", "--format", format, "--workers", workers}, group...))
				}
			}
		}
	}
	return all
}

// captures returns the captures of the repository, as paths relative to its root.
func captures() (paths []string, err error) {
	for _, pattern := range []string{"*.pcap", "*.pcapng", "*.pcap.gz", "*.pcap.zst"} {
		found, err := filepath.Glob(filepath.Join("testdata", pattern))
		if err != nil {
			return nil, err
		}
		paths = append(paths, found...)
	}
	if len(paths) == 0 {
		return nil, errors.New("no captures: run this in the root of the repository")
	}
	return paths, nil
}

// compareRows builds the command for each target, and compares its output for each capture and variant.
func compareRows(ctx context.Context, targets []emulate.Target, variants [][]string, out io.Writer) error {
	paths, err := captures()
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "nfstream-emulate-")
	if err != nil {
		return fmt.Errorf("make work folder: %w", err)
	}
	defer os.RemoveAll(folder)
	want, err := allRows(ctx, emulate.AMD64, folder, paths, variants)
	if err != nil {
		return err
	}
	var different []error
	for _, t := range targets {
		begin := time.Now()
		got, err := allRows(ctx, t, folder, paths, variants)
		if err != nil {
			return err
		}
		n := 0
		for args := range want {
			if d := difference(want[args], got[args]); d != "" {
				different = append(different, fmt.Errorf("%s: nfstream %s: %s", t.Name, args, d))
				n++
			}
		}
		fmt.Fprintf(out, "%-8s %d of %d outputs equal those of amd64, in %.0f s\n",
			t.Name, len(want)-n, len(want), time.Since(begin).Seconds())
	}
	return errors.Join(different...)
}

// output is the output and the exit of a run of the command.
type output struct {
	rows   []byte
	errors string
}

// allRows runs the command for each capture and variant, one run per core at a time. The result is indexed by the
// arguments.
func allRows(ctx context.Context, t emulate.Target, folder string, paths []string, variants [][]string) (
	map[string]output, error) {
	program := filepath.Join(folder, "nfstream-"+t.Name)
	if err := t.Build(ctx, "./cmd/nfstream", program); err != nil {
		return nil, err
	}
	found := map[string]output{}
	var lock sync.Mutex
	var failed error
	work := make(chan []string)
	var workers sync.WaitGroup
	for range runtime.NumCPU() {
		workers.Go(func() {
			for args := range work {
				o, err := rows(ctx, t, program, args)
				lock.Lock()
				found[strings.Join(args, " ")] = o
				failed = errors.Join(failed, err)
				lock.Unlock()
			}
		})
	}
	for _, path := range paths {
		for _, v := range variants {
			work <- append(v[:len(v):len(v)], path)
		}
	}
	close(work)
	workers.Wait()
	return found, failed
}

// rows runs the command once. Failures are compared too: one capture is truncated on purpose.
func rows(ctx context.Context, t emulate.Target, program string, args []string) (output, error) {
	cmd, err := t.Command(ctx, program, args...)
	if err != nil {
		return output{}, err
	}
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		fmt.Fprint(&complaint, err)
	}
	return output{out.Bytes(), complaint.String()}, nil
}

// difference describes the difference of two outputs, empty for none.
func difference(want, got output) string {
	if want.errors != got.errors {
		return fmt.Sprintf("ends with %q, not %q", got.errors, want.errors)
	}
	if bytes.Equal(want.rows, got.rows) {
		return ""
	}
	w, g := strings.Split(string(want.rows), "\n"), strings.Split(string(got.rows), "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d is\n%s\nnot\n%s", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, not %d", len(g), len(w))
}
