package main

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/nfstream/nfstream-go/internal/emulate"
)

//go:embed plugin/count.c
var source []byte

// plugin counts instructions within QEMU.
type plugin struct{ path string }

func compile(ctx context.Context, folder string) (*plugin, error) {
	text, object := filepath.Join(folder, "count.c"), filepath.Join(folder, "count.so")
	if err := os.WriteFile(text, source, 0o644); err != nil {
		return nil, fmt.Errorf("write the plug-in: %w", err)
	}
	cmd := exec.CommandContext(ctx, "gcc", "-O2", "-Wall", "-shared", "-fPIC", "-o", object, text)
	if text, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("QEMU's plug-in needs a C compiler: %w: %s", err, text)
	}
	return &plugin{object}, nil
}

// counts is what one run took. Blocks is nil where only the total is known.
type counts struct {
	total  uint64
	blocks map[uint64]uint64 // instructions executed of the block at an address
}

func (c counts) minus(d counts) counts {
	left := counts{c.total - d.total, map[uint64]uint64{}}
	for at, n := range c.blocks {
		if n > d.blocks[at] {
			left.blocks[at] = n - d.blocks[at]
		}
	}
	return left
}

func quiet(cmd *exec.Cmd) *exec.Cmd {
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "GOGC=off", "GODEBUG=asyncpreemptoff=1")
	return cmd
}

func (b *bench) qemu(ctx context.Context, t emulate.Target, args []string) (counts, error) {
	emulator, err := t.Emulator(true)
	if err != nil {
		return counts{}, err
	}
	out := filepath.Join(b.folder, "counts")
	args = append([]string{"-plugin", b.counter.path + ",out=" + out}, args...)
	if text, err := quiet(exec.CommandContext(ctx, emulator, args...)).CombinedOutput(); err != nil {
		return counts{}, fmt.Errorf("run under %s: %w: %s", emulator, err, text)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		return counts{}, fmt.Errorf("read the counts: %w", err)
	}
	return parseCounts(text)
}

// parseCounts reads what the plug-in writes.
func parseCounts(text []byte) (counts, error) {
	c := counts{blocks: map[uint64]uint64{}}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		var at, length, times uint64
		if _, err := fmt.Sscanf(lines.Text(), "%x %d %d", &at, &length, &times); err != nil {
			return c, fmt.Errorf("read the count %q: %w", lines.Text(), err)
		}
		c.total += length * times
		c.blocks[at] += length * times
	}
	return c, nil
}

var total = regexp.MustCompile(`(?m)^(?:totals|summary): (\d+)`)

// valgrind counts for 386, because QEMU's user mode does not separate its threads. On amd64 both give the same
// counts.
func (b *bench) valgrind(ctx context.Context, args []string) (counts, error) {
	path, err := exec.LookPath("valgrind")
	if err != nil {
		return counts{}, fmt.Errorf("386 programs need Debian's valgrind: %w", err)
	}
	out := filepath.Join(b.folder, "threads")
	args = append([]string{"--tool=callgrind", "--separate-threads=yes", "--callgrind-out-file=" + out}, args...)
	text, err := quiet(exec.CommandContext(ctx, path, args...)).CombinedOutput()
	if err != nil {
		return counts{}, fmt.Errorf("run under valgrind: %w: %s", err, text)
	}
	files, err := filepath.Glob(out + "-*")
	if err != nil || len(files) == 0 {
		return counts{}, fmt.Errorf("valgrind gives no count: %s", text)
	}
	return sumThreads(files)
}

// sumThreads adds up what callgrind wrote of each thread, and removes it. The second is left out, as by the plug-in.
func sumThreads(files []string) (sum counts, err error) {
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			return sum, fmt.Errorf("read the counts: %w", err)
		}
		if err := os.Remove(path); err != nil {
			return sum, err
		}
		if found := total.FindSubmatch(text); found != nil && !strings.HasSuffix(path, "-02") {
			n, err := strconv.ParseUint(string(found[1]), 10, 64)
			if err != nil {
				return sum, fmt.Errorf("read the counts: %w", err)
			}
			sum.total += n
		}
	}
	return sum, nil
}
