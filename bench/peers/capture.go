package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// usualPackets is what each workload is measured with.
var usualPackets = map[string]int{"flood": 1_000_000}

const mostPackets = 2_000_000

func (b *bench) count(workload string) int {
	return cmp.Or(b.packets, usualPackets[workload], mostPackets)
}

// capture returns the path of the capture, made where it is not in the cache. Another process makes it: what this one
// takes of memory would show in the peak of all that it starts.
func (b *bench) capture(ctx context.Context, workload string) (string, error) {
	folder := cmp.Or(b.cache, b.folder)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", fmt.Errorf("make cache: %w", err)
	}
	path := filepath.Join(folder, fmt.Sprintf("%s-%d-%d.pcap", workload, b.count(workload), b.seed))
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return path, err
	}
	gen, err := b.build(ctx, "bench/gen")
	if err != nil {
		return "", err
	}
	part := path + ".part"
	cmd := exec.CommandContext(ctx, gen, "-workload", workload, "-packets", strconv.Itoa(b.count(workload)),
		"-seed", strconv.FormatUint(b.seed, 10), "-o", part)
	text, err := cmd.CombinedOutput()
	if err != nil {
		os.Remove(part)
		return "", fmt.Errorf("make capture: %w: %s", err, text)
	}
	fmt.Fprintf(b.out, "\n%s", text)
	return path, os.Rename(part, path)
}
