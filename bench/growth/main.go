// Command growth measures how time and memory grow with the work: with packets, flows alive, flow rate, protocols,
// rules and workers. It prints a table, draws the curves, and fails where a cost grows faster than the work.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
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
		fmt.Fprintln(os.Stderr, "growth:", err)
		os.Exit(1)
	}
}

// bench is a run.
type bench struct {
	// command is the program that is measured, and folder where files are made that it reads.
	command, folder string
	runs            int
	full            bool
	out, report     io.Writer
}

// config is what the flags say.
type config struct {
	picture   string
	only      []string
	command   string
	runs      int
	full      bool
	protocols int
}

func parse(args []string, report io.Writer) (c config, err error) {
	flags := flag.NewFlagSet("growth", flag.ContinueOnError)
	flags.SetOutput(report)
	flags.StringVar(&c.picture, "o", "", "SVG file to draw the curves to (default none)")
	flags.BoolVar(&c.full, "full", false, "the largest sizes too: 10^8 packets, 10^7 flows alive; takes 4 GB of memory")
	flags.IntVar(&c.runs, "runs", 3, "runs of each size, of which the least counts")
	flags.StringVar(&c.command, "command", "", "nfstream command to measure (default this tree's)")
	flags.IntVar(&c.protocols, "protocols", -1, "meter with so many protocols, which is what is measured of them")
	only := flags.String("only", "", "curves to measure, separated by commas (default all): "+strings.Join(names(), ", "))
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	c.only = strings.FieldsFunc(*only, func(r rune) bool { return r == ',' })
	for _, name := range c.only {
		if !slices.Contains(names(), name) {
			return c, fmt.Errorf("no curve %q, only %s", name, strings.Join(names(), ", "))
		}
	}
	if c.runs < 1 {
		return c, fmt.Errorf("%d runs asked for: at least one is needed", c.runs)
	}
	return c, nil
}

func names() (names []string) {
	for _, a := range axes() {
		names = append(names, a.name)
	}
	return names
}

func run(ctx context.Context, args []string, out, report io.Writer) error {
	c, err := parse(args, report)
	if err != nil {
		return err
	}
	if c.protocols >= 0 {
		meterUnknown(c.protocols, protocolPackets)
		return nil
	}
	folder, err := os.MkdirTemp("", "nfstream-growth-")
	if err != nil {
		return fmt.Errorf("make work folder: %w", err)
	}
	defer os.RemoveAll(folder)
	b := &bench{command: c.command, folder: folder, runs: c.runs, full: c.full, out: out, report: report}
	if b.command == "" {
		if b.command, err = build(ctx, folder); err != nil {
			return err
		}
	}
	var curves []curve
	for _, a := range axes() {
		if len(c.only) > 0 && !slices.Contains(c.only, a.name) {
			continue
		}
		one, err := b.curve(ctx, a)
		if err != nil {
			return fmt.Errorf("%s: %w", a.name, err)
		}
		one.print(out)
		curves = append(curves, one)
	}
	return finish(c.picture, curves, out)
}

// build makes the command of this tree.
func build(ctx context.Context, folder string) (string, error) {
	path := filepath.Join(folder, "nfstream")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", path, "github.com/nfstream/nfstream-go/cmd/nfstream")
	if text, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the command: %w: %s", err, text)
	}
	return path, nil
}
