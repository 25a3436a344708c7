// Command peers runs our command and other flow meters over the same captures, in turn, and prints what each costs.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

// config is what the flags say.
type config struct {
	// packets is 0 for the usual number of each workload.
	packets, runs   int
	seed            uint64
	only, workloads []string
	// cache keeps captures where it is not empty, and venv is where Python packages are.
	cache, venv string
	ours        bool
}

func parse(args []string) (config, error) {
	var c config
	flags := flag.NewFlagSet("peers", flag.ContinueOnError)
	flags.IntVar(&c.packets, "packets", 0, "packets of each capture (default the usual number of each workload)")
	flags.IntVar(&c.runs, "runs", 5, "measured runs of each program, after one that is not")
	flags.Uint64Var(&c.seed, "seed", 1, "seed of the captures")
	flags.StringVar(&c.cache, "cache", "", "folder to keep captures in (default a temporary one)")
	flags.StringVar(&c.venv, "venv", "", "folder of a Python virtual environment with nfstream, made when missing")
	flags.BoolVar(&c.ours, "ours", true, "build and run our command")
	only := flags.String("only", "", "programs to run, separated by commas (default all)")
	workloads := flags.String("workloads", "mix,flood", "workloads to run, separated by commas")
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	c.only, c.workloads = list(*only), list(*workloads)
	if c.runs < 1 {
		return c, fmt.Errorf("%d runs asked for: at least one is needed", c.runs)
	}
	return c, nil
}

func list(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
}

func run(ctx context.Context, args []string, out io.Writer) error {
	c, err := parse(args)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "nfstream-bench-")
	if err != nil {
		return fmt.Errorf("make work folder: %w", err)
	}
	defer os.RemoveAll(folder)
	b := &bench{config: c, folder: folder, out: out}
	if err := b.prepare(ctx); err != nil {
		return err
	}
	for _, name := range c.workloads {
		if err := b.workload(ctx, name); err != nil {
			return err
		}
	}
	return nil
}
