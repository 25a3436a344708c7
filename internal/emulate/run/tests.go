package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"

	"github.com/nfstream/nfstream-go/internal/emulate"
)

// test runs the unit tests of the given packages, or of all, on each target.
func test(ctx context.Context, targets []emulate.Target, short bool, packages []string, out io.Writer) error {
	var failed []error
	for _, t := range targets {
		begin := time.Now()
		err := testOn(ctx, t, short, packages, out)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", t.Name, err))
		}
		fmt.Fprintf(out, "%-8s %s, in %.0f s\n", t.Name, verdict(err), time.Since(begin).Seconds())
	}
	return errors.Join(failed...)
}

func verdict(err error) string {
	if err != nil {
		return "fails"
	}
	return "passes"
}

// timeout is the limit for one package. The slowest one takes a quarter of it on a slow emulated machine.
const timeout = "60m"

func testOn(ctx context.Context, t emulate.Target, short bool, packages []string, out io.Writer) error {
	emulator, err := t.Emulator(false)
	if err != nil {
		return err
	}
	args := []string{"test", "-timeout", timeout}
	if short {
		args = append(args, "-short")
	}
	if emulator != "" {
		args = append(args, "-exec", emulator)
	}
	if len(packages) == 0 {
		packages = []string{"./..."}
	}
	cmd := exec.CommandContext(ctx, "go", append(args, packages...)...)
	cmd.Env, cmd.Stdout, cmd.Stderr = t.Environ(), out, out
	return cmd.Run()
}
