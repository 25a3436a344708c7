// Command compare runs the benchmarks of this tree and of another revision in turn, and prints the slower ones. With
// -baseline it records the results of this tree.
package main

import (
	"context"
	"errors"
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
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(1)
	}
}

// config holds the values of the flags.
type config struct {
	base      string
	bench     string
	benchtime string
	rounds    int
	// worse is what share more counts, and alpha the probability of chance below which a difference is one.
	worse, alpha float64
	// baseline is the folder to write results of this tree to, in place of a comparison.
	baseline string
	packages []string
	leaveOut []string
}

func parse(args []string, report io.Writer) (config, error) {
	var c config
	flags := flag.NewFlagSet("compare", flag.ContinueOnError)
	flags.SetOutput(report)
	flags.Usage = func() {
		fmt.Fprintln(report, "usage: compare [flags] [packages (default ./...)]")
		flags.PrintDefaults()
	}
	flags.StringVar(&c.base, "base", "",
		"revision to compare with (default the last commit, or the one before it where nothing has changed since)")
	flags.StringVar(&c.bench, "bench", ".", "benchmarks to run, as of go test")
	flags.StringVar(&c.benchtime, "benchtime", "100ms", "time of each benchmark in a round, as of go test")
	flags.IntVar(&c.rounds, "count", 6, "rounds, in each of which every benchmark of both runs once")
	flags.Float64Var(&c.worse, "worse", 5, "minimum slowdown in per cent to report")
	flags.Float64Var(&c.alpha, "alpha", 0.05, "significance level: maximum p of a reported difference")
	flags.StringVar(&c.baseline, "baseline", "",
		"folder to write a baseline to, in a file named for the machine; nothing is compared")
	leave := flags.String("leave-out", "capture/live,plugins/visibility",
		"packages to exclude: the kernel determines their results")
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	if c.rounds < 1 || c.baseline == "" && c.rounds < 4 {
		return c, fmt.Errorf("%d rounds: at least 4 are needed for significance", c.rounds)
	}
	c.leaveOut = strings.FieldsFunc(*leave, func(r rune) bool { return r == ',' })
	if c.packages = flags.Args(); len(c.packages) == 0 {
		c.packages = []string{"./..."}
	}
	return c, nil
}

func run(ctx context.Context, args []string, out, report io.Writer) error {
	c, err := parse(args, report)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "nfstream-compare-")
	if err != nil {
		return fmt.Errorf("make work folder: %w", err)
	}
	defer os.RemoveAll(folder)
	if c.baseline != "" {
		return c.writeBaseline(ctx, folder, report)
	}
	return c.compare(ctx, folder, out, report)
}
