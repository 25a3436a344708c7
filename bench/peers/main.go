// Command peers runs nfstream and other flow meters over the same captures in turn. It prints the costs of each, and
// whether nfstream meets its targets.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
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
	if err := absolute(&folder, &c.cache, &c.venv); err != nil {
		return err
	}
	b := &bench{config: c, folder: folder, progress: os.Stderr}
	r, err := b.all(ctx)
	if r == nil {
		return err
	}
	// Results before an interrupt are printed too.
	return errors.Join(err, publish(r, c, out))
}

// absolute makes paths so, but for empty ones: the programs run in folders of their own.
func absolute(paths ...*string) error {
	for _, p := range paths {
		if *p == "" {
			continue
		}
		full, err := filepath.Abs(*p)
		if err != nil {
			return fmt.Errorf("find folder: %w", err)
		}
		*p = full
	}
	return nil
}

// publish writes the report where the flags say. What a run that was cut short has measured goes into no page.
func publish(r *report, c config, out io.Writer) error {
	if c.format == formatMarkdown {
		if _, err := io.WriteString(out, r.markdown()); err != nil {
			return err
		}
	} else if err := r.text(out); err != nil {
		return err
	}
	if c.update == "" || r.partial {
		return nil
	}
	return updateFile(c.update, r.sections())
}
