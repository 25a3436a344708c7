// Command instructions counts the instructions of the command per packet, for several architectures. Other load and
// the clock do not affect this measure.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/nfstream/nfstream-go/internal/emulate"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "instructions:", err)
		os.Exit(1)
	}
}

// config holds the values of the flags.
type config struct {
	targets     []emulate.Target
	workload    string
	fewer, more int // packets of the two captures
	modes       []mode
	profile     int // functions to print of each target and mode
	limit       float64
	programs    string // a folder of programs to run in place of those built, or empty
	folder      string // for what is made
}

// mode is a way to run the command.
type mode struct {
	name string
	args []string
}

var modes = []mode{
	{"plain", []string{"--dissect=false"}},
	{"statistics", []string{"--dissect=false", "--statistics"}},
	{"dissect", nil},
	{"both", []string{"--statistics"}},
}

func parse(args []string) (c config, err error) {
	flags := flag.NewFlagSet("instructions", flag.ContinueOnError)
	names := flags.String("targets", "amd64,386,arm5,mipsle,mips", "machines, separated by commas")
	only := flags.String("modes", "plain,statistics,dissect,both", "ways to run the command, separated by commas")
	flags.StringVar(&c.workload, "workload", "mix", "workload of bench/gen")
	flags.IntVar(&c.fewer, "from", 100_000, "packets of the shorter capture")
	flags.IntVar(&c.more, "to", 300_000, "packets of the longer capture")
	flags.IntVar(&c.profile, "profile", 0, "print so many functions that take most, where QEMU counts")
	flags.Float64Var(&c.limit, "limit", 0, "fail where a 32-bit machine takes so many times what amd64 does (default: never)")
	flags.StringVar(&c.programs, "programs", "", "folder of programs, nfstream-amd64 and so on (default: build them)")
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	if c.more <= c.fewer {
		return c, fmt.Errorf("-to %d is not more than -from %d", c.more, c.fewer)
	}
	if c.modes, err = modesOf(*only); err != nil {
		return c, err
	}
	c.targets, err = emulate.Find(*names)
	return c, err
}

func modesOf(names string) (found []mode, err error) {
	for name := range strings.SplitSeq(names, ",") {
		n := len(found)
		for _, m := range modes {
			if m.name == name {
				found = append(found, m)
			}
		}
		if len(found) == n {
			return nil, fmt.Errorf("no mode %q", name)
		}
	}
	return found, nil
}

func run(ctx context.Context, args []string, out io.Writer) error {
	c, err := parse(args)
	if err != nil {
		return err
	}
	if c.folder, err = os.MkdirTemp("", "nfstream-instructions-"); err != nil {
		return fmt.Errorf("make work folder: %w", err)
	}
	defer os.RemoveAll(c.folder)
	b := &bench{config: c, out: out}
	if err := b.prepare(ctx); err != nil {
		return err
	}
	return b.measure(ctx)
}
