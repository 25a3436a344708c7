package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/internal/output"
	"github.com/nfstream/nfstream-go/sink/table"
)

const flowsCommand = "flows"

func newFlows(program *Program) *cmdline.Command {
	p := newParameters(program)
	cmd := &cmdline.Command{
		Use:   flowsCommand + " [flags] SOURCE...",
		Short: "Write the flows of captures or interfaces as CSV, JSON lines or a table",
		Long: `Meters captures or interfaces and writes a row for each flow: a table on a terminal, CSV to a pipe. For a file (--output)
the extension of its name selects the format.

A SOURCE is a capture file (pcap or pcapng, plain, gzip or zstd), a folder of captures, or - for standard input. On Linux
it may be a network interface, or any for all interfaces. Several sources are metered as one stream, captures in the given
order. On an interrupt (Ctrl-C), and when an interface goes down or disappears, the active flows are written. Another
interrupt after at least a second ends the command immediately. SIGUSR1 prints the summary to standard error. SIGHUP
reloads the files of --rules.

Sizes are in bytes or have a binary unit, in any case: 64k, 16M, 16MiB, 1g. Times have units: 30s, 5m.

To capture without root: setcap cap_net_raw+ep nfstream.`,
		Example: examples(`  nfstream flows capture.pcap > flows.csv
  nfstream flows --statistics -o flows.json.zst monday.pcapng.gz tuesday.pcapng.gz
  nfstream flows --filter 'tcp port 443 and not net 10.0.0.0/8' capture.pcap
  nfstream flows eth0
  nfstream flows --duration 1h --performance-report 10s -o flows.csv eth0
  tcpdump -w - | nfstream flows --fields id,src_ip,dst_ip,application_name -
  nfstream flows -o flows.csv --rotate-flows 1000000 --keep 24 captures/
  nfstream flows -o flows-%Y%m%d-%H.csv.gz --keep 48 eth0
  nfstream flows --rules own.txt --rules hosts:blocklist --rules GeoLite2-ASN.mmdb capture.pcap
  nfstream flows --anonymize src_ip,dst_ip --anonymize-prefix --anonymize-key-file key capture.pcap`),
		Args: p.takeSources,
		RunE: func(cmd *cmdline.Command, _ []string) error {
			p.terminal = toTerminal(cmd.OutOrStdout())
			return p.run(cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	p.define(cmd.Flags())
	completeFlags(cmd, program)
	return cmd
}

func (p *parameters) takeSources(cmd *cmdline.Command, sources []string) error {
	p.sources = sources
	switch {
	case len(sources) == 0:
		return fmt.Errorf("no source: want a capture, a folder of captures, an interface, or - for standard input; see %s --help",
			cmd.CommandPath())
	case slices.Contains(sources, "-") && isTerminal(os.Stdin):
		return errors.New("standard input is a terminal: the source - needs a capture")
	}
	return nil
}

// run meters the sources. Errors other than a failure are about the arguments.
func (p *parameters) run(stdout, stderr io.Writer) error {
	if err := p.check(); err != nil {
		return err
	}
	config, err := p.complete()
	if err != nil {
		return err
	}
	forget, err := p.watchProcesses(&config, stderr)
	if err != nil {
		return failure{err}
	}
	defer forget()
	ctx, stop := interruptible(p.printInterrupt(stderr))
	defer stop()
	p.bound().begin()
	s, err := nfstream.OpenAll(p.sources, config)
	if err != nil {
		return failure{p.bound().word(err)}
	}
	defer s.Close()
	p.bound().within(s)
	if !p.quiet {
		s.WatchInterfaces(p.printInterface(stderr))
	}
	if err := s.AwaitInput(ctx); err != nil && ctx.Err() == nil {
		return failure{err}
	}
	p.warn = func(err error) { fmt.Fprintln(stderr, "nfstream:", err) }
	sink, closeSink, err := p.openSink(s, stdout)
	if err != nil {
		return failure{err}
	}
	if s.Live() && !config.Wait && !p.processes {
		if err := giveUpPrivileges(p.opensMoreFiles()); err != nil {
			return failure{fmt.Errorf("giving up privileges: %w", err)}
		}
	}
	if err = p.meter(ctx, s, outputSink{sink, closeSink}, stdout, stderr); err != nil {
		return failure{err}
	}
	return nil
}

// printInterrupt returns a function that reports an interrupt to the user, nil with --quiet.
func (p *parameters) printInterrupt(stderr io.Writer) func() {
	if p.quiet {
		return nil
	}
	begin := ""
	if toTerminal(stderr) { // after ^C, or the bar
		begin = "\n"
	}
	return func() {
		fmt.Fprintln(stderr, begin+"nfstream: interrupted: writing the active flows; another interrupt ends immediately")
	}
}

// printInterface returns a function that reports a change of an interface to the user.
func (p *parameters) printInterface(stderr io.Writer) func(string, live.State) {
	return func(name string, now live.State) {
		text := "interface " + name + " is " + now.String()
		if now != live.Up && p.config.Wait {
			text += "; waiting for it"
		}
		fmt.Fprintln(stderr, "nfstream:", text)
	}
}

// outputSink is a sink and the function that closes it.
type outputSink struct {
	nfstream.Sink
	close func() error
}

// written returns the number of whole rows that have been written, and whether it is known.
func (k outputSink) written() (uint64, bool) {
	switch s := k.Sink.(type) {
	case interface{ Written() uint64 }:
		return s.Written(), true
	case interface{ Taken() uint64 }:
		return s.Taken(), true
	}
	return 0, false
}

// lostOf returns the number of exported rows that were not written, as far as known.
func (k outputSink) lostOf(exported uint64, unsaved bool) uint64 {
	if n, ok := k.written(); ok && unsaved && n < exported {
		return exported - n
	}
	return 0
}

// meter runs the stream until its end or an interrupt, which is not an error, and closes the sink.
func (p *parameters) meter(ctx context.Context, s *nfstream.Streamer, sink outputSink, stdout, stderr io.Writer) error {
	begin := time.Now()
	unfollow := p.followRules(s, stderr)
	hide, endReports := p.showProgress(s, stdout, stderr), p.reports(s, begin, stderr)
	endMetrics := p.writeMetrics(s, begin, stderr)
	err := s.Run(ctx, sink)
	unfollow()
	hide()
	endReports()
	unsaved := errors.As(err, new(*nfstream.SinkError))
	if e := sink.close(); e != nil {
		err, unsaved = errors.Join(err, e), true
	}
	why := ""
	if cause := context.Cause(ctx); cause != nil && errors.Is(err, cause) {
		err, why = without(err, cause), "interrupted"
	}
	stats := s.Stats()
	if stats.TimedOut {
		why = "stopped by --duration"
	}
	lost := sink.lostOf(stats.Exported(), unsaved)
	failures := endMetrics(lost)
	if !p.quiet && !closedPipe(err) {
		fmt.Fprintln(stderr, summary(&stats, time.Since(begin), joined(unwritten(lost, failures), why)))
	}
	return err
}

// unwritten describes lost rows and failures to write the metrics file, if any.
func unwritten(rows, failures uint64) (text string) {
	if rows > 0 {
		text = count(rows, "row") + " lost"
	}
	if failures > 0 {
		text = joined(text, count(failures, "failure")+" to write the metrics")
	}
	return text
}

// joined joins two parts of a summary. Either may be empty.
func joined(first, second string) string {
	if first == "" || second == "" {
		return first + second
	}
	return first + "; " + second
}

// without returns an error, which may be a joined one, without the given error.
func without(err, gone error) error {
	if err == gone {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return err
	}
	var rest []error
	for _, e := range joined.Unwrap() {
		rest = append(rest, without(e, gone))
	}
	return errors.Join(rest...)
}

// opensMoreFiles reports whether a run opens files after its start.
func (p *parameters) opensMoreFiles() bool {
	return p.rotateFlows > 0 || p.rotateSize > 0 || output.Dated(p.output) || p.packed() || p.metricsFile != "" || len(p.config.Rules) > 0
}

// packed reports whether files can be read only when they are whole, and are renamed then.
func (p *parameters) packed() bool {
	format := p.outputs.Named(p.format)
	return p.output != "-" && format != nil && format.Packed
}

// openSink returns the sink of the flags and the function that closes it.
func (p *parameters) openSink(s *nfstream.Streamer, stdout io.Writer) (nfstream.Sink, func() error, error) {
	if target := p.outputs.Target(p.output); target != nil {
		sink, err := target.Open(p.output, p.rows(s))
		if err != nil {
			return nil, nil, err
		}
		return sink, sink.Close, nil
	}
	newSink := p.newSink(s, stdout)
	if p.output == "-" {
		if err := checkOpen(stdout); err != nil {
			return nil, nil, err
		}
		sink := output.Standard(stdout, newSink)
		return sink, closing(sink), nil
	}
	options := output.Options{Flows: p.rotateFlows, Size: int64(p.rotateSize), Keep: p.keep, Fresh: p.fresh,
		Packed: p.packed(), PacketTime: !s.Live(), Warn: p.warn}
	files, err := output.Create(p.output, options, newSink)
	return files, files.Close, err
}

// closing returns what ends a sink.
func closing(sink nfstream.Sink) func() error {
	if s, ok := sink.(io.Closer); ok {
		return s.Close
	}
	return func() error { return nil }
}

// newSink returns what makes the sink of a file or of standard output.
func (p *parameters) newSink(s *nfstream.Streamer, stdout io.Writer) func(io.Writer) nfstream.Sink {
	if p.format == formatTable {
		return func(w io.Writer) nfstream.Sink {
			return table.NewWriter(w, s.Columns(), table.Options{Width: lineWidth(stdout)})
		}
	}
	format, rows := p.outputs.Named(p.format), p.rows(s)
	return func(w io.Writer) nfstream.Sink { return format.New(w, rows) }
}

// rows returns what sinks know of the run.
func (p *parameters) rows(s *nfstream.Streamer) Rows {
	return Rows{Columns: s.Columns(), Live: s.Live(), Program: p.outputs.Program + " " + version(), Format: p.format,
		Sources: p.sources, Notes: notesOf(s), Warn: p.warn}
}
