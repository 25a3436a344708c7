package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/output"
	"github.com/nfstream/nfstream-go/sink/csv"
	"github.com/nfstream/nfstream-go/sink/json"
	"github.com/spf13/cobra"
)

func newFlows() *cobra.Command {
	p := newParameters()
	cmd := &cobra.Command{
		Use:   "flows [flags] SOURCE...",
		Short: "Write the flows of captures as CSV or JSON lines",
		Long: `Meters captures and writes a row for each flow.

A SOURCE is a capture file (pcap or pcapng, plain, gzip or zstd), a folder of them, or - for standard input. Several are
metered as one stream, in the order given. On an interrupt (Ctrl-C) the flows that are alive are written too; a second
one ends the command at once.`,
		Example: `  nfstream flows capture.pcap > flows.csv
  nfstream flows --statistics --format json -o flows.json monday.pcapng.gz tuesday.pcapng.gz
  tcpdump -w - | nfstream flows --fields id,src_ip,dst_ip,application_name -
  nfstream flows -o flows.csv --rotate-flows 1000000 --keep 24 captures/
  NFSTREAM_ANONYMIZE_KEY=secret nfstream flows --anonymize src_ip,dst_ip --anonymize-prefix capture.pcap`,
		Args: someSource,
		RunE: func(cmd *cobra.Command, sources []string) error {
			p.sources = sources
			return p.run(cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	p.define(cmd.Flags())
	return cmd
}

func someSource(cmd *cobra.Command, sources []string) error {
	if len(sources) == 0 {
		return fmt.Errorf("want a source: a capture, a folder of captures, or - for standard input; see %s --help",
			cmd.CommandPath())
	}
	return nil
}

// run meters the sources. Errors that are no failure are about the command line.
func (p *parameters) run(stdout, stderr io.Writer) error {
	if err := p.check(); err != nil {
		return err
	}
	config, err := p.complete()
	if err != nil {
		return err
	}
	s, err := nfstream.OpenAll(p.sources, config)
	if err != nil {
		return failure{err}
	}
	defer s.Close()
	sink, closeSink, err := p.openSink(s, stdout)
	if err != nil {
		return failure{err}
	}
	if err = errors.Join(p.meter(s, sink, stdout, stderr), closeSink()); err != nil {
		return failure{err}
	}
	return nil
}

// meter runs the stream until its end or an interrupt, which is no error.
func (p *parameters) meter(s *nfstream.Streamer, sink nfstream.Sink, stdout, stderr io.Writer) error {
	ctx, stop := interruptible()
	defer stop()
	begin := time.Now()
	hide := p.showProgress(s, stdout, stderr)
	err := s.Run(ctx, sink)
	hide()
	interrupted := ctx.Err() != nil && errors.Is(err, context.Cause(ctx))
	if !p.quiet && !closedPipe(err) {
		stats := s.Stats()
		fmt.Fprintln(stderr, summary(&stats, time.Since(begin), interrupted))
	}
	if interrupted && !errors.As(err, new(*nfstream.SinkError)) {
		return nil
	}
	return err
}

// openSink returns the sink that the flags ask for, and what closes it.
func (p *parameters) openSink(s *nfstream.Streamer, stdout io.Writer) (nfstream.Sink, func() error, error) {
	newSink := func(w io.Writer) nfstream.Sink {
		if p.json {
			return json.NewWriter(w, s.Columns())
		}
		return csv.NewWriter(w, s.Columns())
	}
	if p.output == "-" {
		return output.Standard(stdout, newSink), func() error { return nil }, nil
	}
	files, err := output.Create(p.output, output.Options{Flows: p.rotateFlows, Keep: p.keep}, newSink)
	return files, files.Close, err
}

// toTerminal reports whether what is written to w is seen on a terminal.
func toTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && isTerminal(file)
}
