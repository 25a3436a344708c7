// Command gen writes a synthetic traffic capture, for benchmarks.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/bench/workload"
)

func main() {
	if err := run(os.Args[1:], os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(args []string, report io.Writer) error {
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	var o workload.Options
	flags.StringVar(&o.Name, "workload", "mix", "one of "+strings.Join(workload.Names(), ", "))
	flags.IntVar(&o.Packets, "packets", 2_000_000, "packets of the capture")
	flags.Uint64Var(&o.Seed, "seed", 1, "seed of all that is random")
	path := flags.String("o", "", "capture file to write")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *path == "" {
		return fmt.Errorf("no file to write: give -o FILE")
	}
	begin := time.Now()
	sum, err := save(*path, o)
	if err != nil {
		return err
	}
	fmt.Fprintf(report, "%s: %d packets, %d conversations, %d bytes over %.1f s of capture, made in %.1f s\n",
		o.Name, sum.Packets, sum.Conversations, sum.Bytes, sum.Span.Seconds(), time.Since(begin).Seconds())
	return nil
}

func save(path string, o workload.Options) (workload.Summary, error) {
	f, err := os.Create(path)
	if err != nil {
		return workload.Summary{}, fmt.Errorf("create capture: %w", err)
	}
	sum, err := workload.Write(f, o)
	if closed := f.Close(); err == nil && closed != nil {
		err = fmt.Errorf("close capture: %w", closed)
	}
	return sum, err
}
