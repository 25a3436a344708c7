package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/bench/workload"
)

// Values of -format.
const (
	formatText     = "text"
	formatMarkdown = "markdown"
)

// config is what the flags say.
type config struct {
	// packets is 0 for the usual number of each workload.
	packets, runs   int
	seed            uint64
	only, workloads []string
	// cache keeps captures where it is not empty, and venv is where Python packages are.
	cache, venv   string
	ours, targets bool
	// timeout is the longest that one run may take. Programs that take longer than patience have patientRuns only.
	timeout, patience time.Duration
	format, update    string
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
	flags.BoolVar(&c.targets, "targets", false, "run only what the targets are about")
	flags.DurationVar(&c.timeout, "timeout", 10*time.Minute, "end a run that takes so long, and skip its program")
	flags.DurationVar(&c.patience, "patience", time.Minute, "measure a program that takes longer 3 times at most")
	flags.StringVar(&c.format, "format", formatText, "what to print: "+formatText+" or "+formatMarkdown)
	flags.StringVar(&c.update, "update", "", "Markdown file to put the tables into, between its markers")
	only := flags.String("only", "", "programs to run, separated by commas (default all)")
	workloads := flags.String("workloads", "mix,bulk,flood,churn", "workloads to run, separated by commas")
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	c.only, c.workloads = list(*only), list(*workloads)
	if flags.NArg() > 0 {
		return c, fmt.Errorf("%q is not understood: everything is said by flags", flags.Args())
	}
	return c, c.check()
}

func (c *config) check() error {
	if c.runs < 1 {
		return fmt.Errorf("%d runs asked for: at least one is needed", c.runs)
	}
	if c.packets < 0 {
		return fmt.Errorf("%d packets asked for", c.packets)
	}
	if c.format != formatText && c.format != formatMarkdown {
		return fmt.Errorf("no format %q, only %s and %s", c.format, formatText, formatMarkdown)
	}
	if c.timeout <= 0 || c.patience <= 0 {
		return errors.New("a time limit is to be longer than nothing")
	}
	if err := c.checkUpdate(); err != nil {
		return err
	}
	if err := known("workload", c.workloads, workload.Names()); err != nil {
		return err
	}
	return known("program", c.only, names(programs()))
}

// checkUpdate finds out before anything is measured what would keep the tables from their page.
func (c *config) checkUpdate() error {
	if c.update == "" {
		return nil
	}
	if len(c.only) > 0 || !c.ours {
		return errors.New("a page is updated with all programs only")
	}
	if _, err := os.Stat(c.update); err != nil {
		return fmt.Errorf("page to update: %w", err)
	}
	return nil
}

func names(all []program) []string {
	var n []string
	for _, p := range all {
		n = append(n, p.name)
	}
	return n
}

func known(what string, asked, all []string) error {
	for _, name := range asked {
		if !slices.Contains(all, name) {
			return fmt.Errorf("no %s %q, only %s", what, name, strings.Join(all, ", "))
		}
	}
	return nil
}

func list(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
}
