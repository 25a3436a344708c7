package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
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
	gen, err := b.build(ctx, "bench/gen", "-buildvcs=false")
	if err != nil {
		return "", err
	}
	version, err := versionOf(gen)
	if err != nil {
		return "", err
	}
	folder := cmp.Or(b.cache, b.folder)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", fmt.Errorf("make cache: %w", err)
	}
	path := filepath.Join(folder, b.captureName(workload, version))
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return path, err
	}
	part := path + ".part"
	cmd := exec.CommandContext(ctx, gen, "-workload", workload, "-packets", strconv.Itoa(b.count(workload)),
		"-seed", strconv.FormatUint(b.seed, 10), "-o", part)
	text, err := cmd.CombinedOutput()
	if err != nil {
		os.Remove(part)
		return "", fmt.Errorf("make capture: %w: %s", err, text)
	}
	b.say("%s", strings.TrimSpace(string(text)))
	return path, os.Rename(part, path)
}

func (b *bench) captureName(workload, version string) string {
	return fmt.Sprintf("%s-%d-%d-%s.pcap", workload, b.count(workload), b.seed, version)
}

// versionOf names a generator by what it is made of, so that another one does not take its captures from a cache.
func versionOf(gen string) (string, error) {
	f, err := os.Open(gen)
	if err != nil {
		return "", fmt.Errorf("read generator: %w", err)
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", fmt.Errorf("read generator: %w", err)
	}
	return fmt.Sprintf("%.6x", sum.Sum(nil)), nil
}
