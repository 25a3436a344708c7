// Command run tests this module for other architectures under QEMU: the command must write the same bytes as on
// amd64, and unit tests must pass.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/nfstream/nfstream-go/internal/emulate"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "run:", err)
		os.Exit(1)
	}
}

const usage = `usage: run rows  [-targets all] [-few]               compare the rows of testdata with those on amd64
       run tests [-targets all] [-short] [PACKAGE...]  run unit tests`

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) == 0 || args[0] != "rows" && args[0] != "tests" {
		return fmt.Errorf("%s", usage)
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	names := flags.String("targets", "all", "machines, separated by commas")
	few := flags.Bool("few", false, "rows: each format and group of columns once instead of all combinations")
	short := flags.Bool("short", false, "tests: skip long ones")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	targets, err := emulate.Find(*names)
	if err != nil {
		return err
	}
	if args[0] == "rows" {
		return compareRows(ctx, targets, variants(*few), out)
	}
	return test(ctx, targets, *short, flags.Args(), out)
}
