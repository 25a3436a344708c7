// Command memory measures whether the command stays within --memory: the peak of resident memory for streams with
// more flows than the bound allows, and at the start. It runs natively, or for another architecture under qemu's
// user-mode emulation.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "memory:", err)
		os.Exit(1)
	}
}

// bench is what to measure.
type bench struct {
	command  string // the program, which is built where it is empty
	arch     string // GOARCH of the program, empty for that of this machine
	emulator string // empty: none
	bounds   []string
	flood    int // packets, each of another flow
	churn    int // packets of short conversations
	alive    int // packets of the mix, without timeouts
	more     []string
}

// beyond is how much resident memory may exceed the bound, for the program's own pages.
const beyond = 4 << 20

var errBeyond = errors.New("more memory was resident than the bound and 4 MiB")

func parse(args []string) (*bench, error) {
	b := &bench{}
	flags := flag.NewFlagSet("memory", flag.ContinueOnError)
	flags.StringVar(&b.command, "nfstream", "", "command to measure (default: it is built)")
	flags.StringVar(&b.arch, "goarch", "", "build for this architecture; mips ones with soft floats")
	flags.StringVar(&b.emulator, "emulator", "", "qemu's user mode emulator of it, such as qemu-mipsel-static")
	bounds := flags.String("bounds", "16M,32M,64M", "values of --memory")
	flags.IntVar(&b.flood, "flood", 1_000_000, "packets of the flood; 0: it is left out")
	flags.IntVar(&b.churn, "churn", 1_500_000, "packets of short conversations with 100,000 flows alive; 0: left out")
	flags.IntVar(&b.alive, "alive", 26_500_000, "packets of the mix without timeouts, which are a million flows; 0: left out")
	more := flags.String("flags", "", "further flags of the command, such as --statistics")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	b.bounds, b.more = strings.Split(*bounds, ","), strings.Fields(*more)
	return b, nil
}

func run(ctx context.Context, args []string, out io.Writer) error {
	b, err := parse(args)
	if err != nil {
		return err
	}
	if b.command == "" {
		folder, err := os.MkdirTemp("", "nfstream-memory-")
		if err != nil {
			return fmt.Errorf("make work folder: %w", err)
		}
		defer os.RemoveAll(folder)
		b.command = filepath.Join(folder, "nfstream")
		if err := b.build(ctx); err != nil {
			return err
		}
	}
	return b.measureAll(ctx, out)
}

func (b *bench) build(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", b.command,
		"github.com/nfstream/nfstream-go/cmd/nfstream")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if b.arch != "" {
		cmd.Env = append(cmd.Env, "GOOS=linux", "GOARCH="+b.arch, "GOMIPS=softfloat")
	}
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build the command: %w: %s", err, said)
	}
	return nil
}

// measureAll prints a line for each job, and returns errBeyond where one was beyond its bound.
func (b *bench) measureAll(ctx context.Context, out io.Writer) error {
	var failed error
	if err := b.printStart(ctx, out); err != nil {
		return err
	}
	fmt.Fprintln(out, "| --memory | traffic | peak MiB | of it the program's file | seconds | within 4 MiB |")
	fmt.Fprintln(out, "|---|---|---|---|---|---|")
	for _, bound := range b.bounds {
		most, err := bytesOf(bound)
		if err != nil {
			return err
		}
		for _, j := range b.jobs(bound) {
			p, err := b.measure(ctx, j)
			if err != nil {
				return err
			}
			met := "yes"
			if p.peak > most+beyond {
				met, failed = "no", errBeyond
			}
			fmt.Fprintf(out, "| %s | %s | %.1f | %.1f | %.3g | %s |\n", bound, j.name, mib(p.peak), mib(p.file),
				p.took.Seconds(), met)
		}
	}
	return failed
}

// starts is how often the start is timed.
const starts = 20

// printStart prints how long the command takes over a capture without packets.
func (b *bench) printStart(ctx context.Context, out io.Writer) error {
	var took []time.Duration
	for range starts {
		f, err := b.measure(ctx, job{args: []string{"flows", "--quiet", "-"}, feed: empty})
		if err != nil {
			return err
		}
		took = append(took, f.took)
	}
	slices.Sort(took)
	_, err := fmt.Fprintf(out, "From the start to the end of a capture without packets: %.1f ms (%.1f-%.1f), %d runs.\n\n",
		took[starts/2].Seconds()*1e3, took[0].Seconds()*1e3, took[starts-1].Seconds()*1e3, starts)
	return err
}

func mib(bytes int64) float64 { return float64(bytes) / (1 << 20) }

// bytesOf reads a bound in mebibytes.
func bytesOf(bound string) (int64, error) {
	var n int64
	if _, err := fmt.Sscanf(bound, "%dM", &n); err != nil || n < 1 || fmt.Sprintf("%dM", n) != bound {
		return 0, fmt.Errorf("the bound is %q: want mebibytes, such as 16M", bound)
	}
	return n << 20, nil
}
