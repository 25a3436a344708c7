// Command gen writes a synthetic traffic capture, for benchmarks.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/bench/workload"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// usualPackets is the length of a capture where neither packets nor a duration are asked for.
const usualPackets = 2_000_000

// parse returns what to make, and the path of where to write it.
func parse(args []string, report io.Writer) (o workload.Options, path string, err error) {
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	flags.SetOutput(report)
	flags.StringVar(&o.Name, "workload", "mix", "one of "+strings.Join(workload.Names(), ", "))
	flags.IntVar(&o.Packets, "packets", 0, "packets of the capture (default 2000000, or enough for -duration)")
	flags.DurationVar(&o.Duration, "duration", 0, "time span of the capture, such as 1s or 1h")
	flags.Uint64Var(&o.Seed, "seed", 1, "random seed")
	from := flags.String("from", "", "folder of captures to replay (default testdata)")
	flags.StringVar(&path, "o", "", "capture file to write; - is standard output")
	if err := flags.Parse(args); err != nil {
		return o, "", err
	}
	if path == "" {
		return o, "", errors.New("no file to write: give -o FILE")
	}
	if o.Packets == 0 && o.Duration == 0 {
		o.Packets = usualPackets
	}
	return o, path, load(&o, *from, report)
}

// load reads the captures of a folder. A mix from a folder is the workload that replays them.
func load(o *workload.Options, from string, report io.Writer) (err error) {
	if o.Name == "mix" && from != "" {
		o.Name = workload.CapturesName
	}
	if o.Name != workload.CapturesName {
		if from != "" {
			return fmt.Errorf("-from is of no use to %s", o.Name)
		}
		return nil
	}
	if from == "" {
		from = "testdata"
	}
	if o.Captures, err = workload.Load(from); err != nil {
		return err
	}
	for _, name := range o.Captures.Left {
		fmt.Fprintf(report, "%s: too large: its end is left out\n", name)
	}
	return nil
}

func run(args []string, out, report io.Writer) error {
	o, path, err := parse(args, report)
	if err != nil {
		return err
	}
	begin := time.Now()
	sum, err := save(path, out, o)
	if err != nil {
		return err
	}
	fmt.Fprintf(report, "%s: %d packets, %d conversations, %d bytes over %.1f s of capture, made in %.1f s\n",
		o.Name, sum.Packets, sum.Conversations, sum.Bytes, sum.Span.Seconds(), time.Since(begin).Seconds())
	return nil
}

func save(path string, out io.Writer, o workload.Options) (workload.Summary, error) {
	if path == "-" {
		return workload.Write(out, o)
	}
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
