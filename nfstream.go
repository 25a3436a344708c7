// Package nfstream turns packets, from capture files or any other source, into labelled, measured, bidirectional flows.
//
// Open a source and range over its flows:
//
//	s, err := nfstream.Open("capture.pcap", nfstream.Config{Statistics: true})
//	if err != nil {
//		return err
//	}
//	for flow, err := range s.Flows(ctx) {
//		...
//	}
//
// Run writes the flows to sinks without allocating any, see packages sink/csv and sink/json.
package nfstream

//go:generate go run ./internal/gen docs

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/internal/anonymize"
	"github.com/nfstream/nfstream-go/internal/meter"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/all"
	"github.com/nfstream/nfstream-go/l7/tor"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// Streamer meters one source once. Its methods may be called from any goroutine. Flows or Run may be called once.
type Streamer struct {
	*setup     // as the stream was opened
	inForce    atomic.Pointer[setup]
	schema     *Schema
	input      input
	meter      *meter.Meter
	closers    []func() error // of the plug-ins
	used       atomic.Bool
	timedOut   atomic.Bool
	interfaces interfaceBoard
}

// setup is what follows from a Config, without the sources. It does not change after a stream is opened; Prepare makes
// another one.
type setup struct {
	cfg         Config
	plugins     []*Column // of the plug-ins
	columns     []*Column // of a row
	budget      Budget
	rules       *atomic.Pointer[rules.Set] // of the user, in force; nil without any. All setups of a stream share it.
	consensuses []*tor.Consensus
	pseudonyms  *anonymize.Anonymizer // nil if nothing is replaced
}

// Open prepares to meter a source: a capture file of any known format, compressed or not, a folder of them, "-" for
// standard input, or, on Linux, a network interface. "any" stands for all interfaces. See package capture/live for what
// interfaces need.
func Open(source string, cfg Config) (*Streamer, error) { return OpenAll([]string{source}, cfg) }

// OpenAll prepares to meter several sources as one stream, in the order given.
func OpenAll(sources []string, cfg Config) (*Streamer, error) {
	s, err := open(cfg, func(s *Streamer) error { return s.openSources(sources) })
	if err != nil && s != nil {
		err = errors.Join(err, s.input.close())
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// New prepares to meter a source. The Streamer closes it at the end; after an error it remains the caller's.
func New(source capture.Source, cfg Config) (*Streamer, error) {
	if source == nil {
		return nil, fmt.Errorf("%w: it is nil", ErrSource)
	}
	s, err := open(cfg, func(s *Streamer) error { return s.takeSource(source) })
	if err != nil {
		return nil, err
	}
	return s, nil
}

// open makes a Streamer. The function sets its input. After an error the Streamer, if there is one, has an input to be
// closed.
func open(cfg Config, openInput func(*Streamer) error) (*Streamer, error) {
	c, err := cfg.normal()
	if err != nil {
		return nil, err
	}
	s := &Streamer{setup: &setup{cfg: c, rules: new(atomic.Pointer[rules.Set])}}
	s.inForce.Store(s.setup)
	if s.schema, s.plugins, err = newSchema(c, column.Reserved(all.Columns())); err != nil {
		return nil, err
	}
	if err = s.selectColumns(); err != nil {
		return nil, err
	}
	set, err := s.openRules()
	if err != nil {
		return nil, err
	}
	s.rules.Store(set)
	protocols, err := s.compileProtocols()
	if err != nil {
		return nil, err
	}
	s.lookForRisks(protocols)
	if err = openInput(s); err != nil {
		return s, err
	}
	if err = s.openMeter(protocols); err != nil {
		return s, errors.Join(err, s.closePlugins())
	}
	return s, nil
}

// selectColumns chooses the columns of a row, and how they show their values.
func (s *setup) selectColumns() (err error) {
	c := &s.cfg
	if s.columns, err = s.choose(c.Fields, c.TimeFormat); err != nil {
		return err
	}
	if err = s.anonymize(); err != nil {
		return err
	}
	if c.Null != "" {
		column.ShowNull(s.columns, c.Null)
	}
	return nil
}

// choose returns the columns of the given names and groups.
func (s *setup) choose(fields []string, times TimeFormat) ([]*Column, error) {
	c := &s.cfg
	columns, err := column.Select(fields, s.plugins, column.Options{
		Statistics: c.Statistics, SPLT: c.SPLT > 0, Dissect: c.Dissect.on(true), Accounting: c.AccountingMode,
		TimeFormat: times, System: s.system, Protocols: all.Columns(),
		Named: func(print []byte) string { return s.rules.Load().FingerprintName(print) },
	})
	if err != nil {
		return nil, refuse("Fields", "%s", err)
	}
	return columns, nil
}

// Columns returns the columns of a row, in order. Apply replaces them by others.
func (s *Streamer) Columns() []*Column { return s.inForce.Load().columns }

// Live reports whether the source is a network interface, or several.
func (s *Streamer) Live() bool { return s.input.live }

// Close closes the source of a Streamer that is not run. A run closes it by itself.
func (s *Streamer) Close() error {
	if s.used.Swap(true) {
		return nil
	}
	return errors.Join(s.closePlugins(), s.input.close())
}

// Flows meters the source and yields each flow, which then belongs to the caller. After an error the flows that were alive
// come first, and then a pair of a nil flow and the error. That includes a context that is done; packets that interfaces
// have taken by then are metered first, within DrainTime.
// Breaking the loop ends the run: plug-ins see the flows that were alive end, and everything is released before the
// statement after the loop. Run is the faster sibling.
func (s *Streamer) Flows(ctx context.Context) iter.Seq2[*Flow, error] {
	return func(yield func(*Flow, error) bool) {
		err := s.run(ctx, meter.Consumer{Rest: func() (bool, error) { return false, nil }, Emit: func(f *Flow) error {
			if !yield(f.Clone(), nil) {
				return meter.ErrStop
			}
			return nil
		}})
		if err != nil && !errors.Is(err, meter.ErrStop) {
			yield(nil, err)
		}
	}
}

// DrainTime is how long a run over interfaces reads on when its context is done, for the packets that were taken before.
// Packets that it has not read by then count as dropped.
const DrainTime = meter.DrainTime

// Run meters the source, writes every flow to each sink in turn, and flushes the sinks at the end. Live sources also flush
// every FlushInterval. The error of a sink ends the run. After any other error, such as that of a context that is done, the
// flows that were alive have been written.
func (s *Streamer) Run(ctx context.Context, sinks ...Sink) error {
	out := sinkConsumer{sinks: sinks}
	err := s.run(ctx, meter.Consumer{Emit: out.emit, Rest: out.rest, Anywhere: true})
	if e := out.flush(); !errors.As(err, new(*SinkError)) {
		err = errors.Join(err, e)
	}
	return err
}

// run meters the source and hands every flow to the consumer. After an error of the consumer the run ends, and the flows
// that are alive end without being emitted.
func (s *Streamer) run(ctx context.Context, out meter.Consumer) (err error) {
	if s.used.Swap(true) {
		return ErrUsed
	}
	defer func() { err = errors.Join(err, s.closePlugins(), s.input.close()) }()
	ctx, stop := s.timed(ctx)
	defer stop()
	if err = s.meter.Run(ctx, out); err != errTimedOut {
		return err
	}
	s.timedOut.Store(true)
	return nil
}

// errTimedOut ends a run after Config.Duration.
var errTimedOut = errors.New("the duration is over")

// timed returns a context that ends after Config.Duration too.
func (s *Streamer) timed(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.cfg.Duration == 0 {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(ctx, s.cfg.Duration, errTimedOut)
}

// openMeter prepares the run over the input, and opens the plug-ins for each of its shards.
func (s *Streamer) openMeter(protocols *l7.Tables) error {
	c := s.meterConfig(s.schema.layout, protocols)
	c.Sources = s.input.sources
	if err := s.divide(&c, &s.input); err != nil {
		return err
	}
	for range s.cfg.Workers {
		hooks, closers, err := openPlugins(s.cfg.Plugins, s.schema)
		s.closers = append(s.closers, closers...)
		if err != nil {
			return err
		}
		c.Hooks = append(c.Hooks, hooks)
	}
	s.judge(&c)
	s.meter = meter.New(c)
	return nil
}

// meterConfig returns the configuration of a run, without sources, hooks and bounds of memory.
func (s *setup) meterConfig(layout flow.Layout, protocols *l7.Tables) meter.Config {
	return meter.Config{Table: s.tableConfig(layout, protocols), MaxFlows: s.cfg.MaxFlows,
		Decoder: packet.Options{Tunnels: s.cfg.DecodeTunnels.on(true), AccountIPPadding: s.cfg.AccountIPPaddingSize}}
}

func (s *setup) tableConfig(layout flow.Layout, protocols *l7.Tables) table.Config {
	needs := column.NeedsOf(s.columns)
	return table.Config{
		Idle: int64(s.cfg.IdleTimeout), Active: int64(s.cfg.ActiveTimeout),
		Ignored:    flowkey.Ignored{VLAN: s.cfg.IgnoreVLAN, Tunnel: s.cfg.IgnoreTunnel},
		Statistics: s.cfg.Statistics, SPLT: s.cfg.SPLT, Accounting: s.cfg.AccountingMode,
		Content: s.content(needs.Content), RTP: needs.RTP && protocols != nil, First: needs.First && protocols != nil,
		SYN: needs.SYN, Gaps: needs.Gaps, Signs: needs.Risks || s.cfg.Risks != nil, CutIntervals: needs.CutIntervals,
		Layout: layout, Protocols: protocols,
		Limits: l7.Limits{TCP: s.cfg.MaxTCPDissections, UDP: s.cfg.MaxUDPDissections},
	}
}

// closePlugins calls all Close hooks and joins their errors.
func (s *Streamer) closePlugins() error {
	var errs []error
	for _, c := range s.closers {
		if err := c(); err != nil {
			errs = append(errs, fmt.Errorf("nfstream: closing a plug-in: %w", err))
		}
	}
	return errors.Join(errs...)
}
