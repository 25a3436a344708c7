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
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/table"
)

// Streamer meters one source once. Its methods may be called from any goroutine, Flows and Run together once.
type Streamer struct {
	cfg        Config
	source     capture.Source
	input      capture.Source   // source without what is around it
	shared     []capture.Source // of each shard, where source is these together
	live       bool             // source is interfaces
	columns    []*Column
	shards     []*table.Shard
	closers    []func() error // of the plug-ins
	memory     layout         // where there is a bound
	used       atomic.Bool
	stats      statsBoard
	interfaces interfaceBoard
	rules      atomic.Pointer[rules.Set] // of the user, in force; nil without any
}

// Open prepares to meter a source: a capture file of any known format, compressed or not, a folder of them, "-" for
// standard input, or, on Linux, a network interface, of which "any" stands for all. See package capture/live for what
// interfaces need.
func Open(source string, cfg Config) (*Streamer, error) { return OpenAll([]string{source}, cfg) }

// OpenAll prepares to meter several sources as one stream, in the order given.
func OpenAll(sources []string, cfg Config) (*Streamer, error) {
	s, err := prepare(cfg, sources)
	if err != nil {
		return nil, err
	}
	if s.live, err = s.openSources(sources); err != nil {
		return nil, errors.Join(err, s.closePlugins())
	}
	if g, ok := s.source.(gathered); ok {
		s.shared = g
		return s, nil
	}
	return s.limited(), nil
}

// New prepares to meter a source, which the Streamer closes at the end.
func New(source capture.Source, cfg Config) (*Streamer, error) {
	if source == nil {
		return nil, fmt.Errorf("%w: it is nil", ErrSource)
	}
	s, err := prepare(cfg, nil)
	if err != nil {
		return nil, err
	}
	if s.source, err = s.cfg.filtered(source); err != nil {
		return nil, errors.Join(err, s.closePlugins())
	}
	if _, ok := source.(capture.Stopper); ok {
		s.source = drain(s.source, source)
	} else {
		s.source = heedful{s.source}
	}
	return s.limited(), nil
}

// prepare makes a Streamer that lacks its source, which will be that of the given names.
func prepare(cfg Config, sources []string) (*Streamer, error) {
	c, err := cfg.normal()
	if err != nil {
		return nil, err
	}
	s := &Streamer{cfg: c}
	schema, plugins, err := newSchema(c, column.Reserved())
	if err != nil {
		return nil, err
	}
	if err = s.selectColumns(plugins); err != nil {
		return nil, err
	}
	if err = s.openRules(); err != nil {
		return nil, err
	}
	if err = s.openShards(schema, sources); err != nil {
		return nil, errors.Join(err, s.closePlugins())
	}
	return s, nil
}

// selectColumns chooses the columns of a row, and how they show their values.
func (s *Streamer) selectColumns(plugins []*Column) (err error) {
	c := &s.cfg
	s.columns, err = column.Select(c.Fields, plugins, column.Options{
		Statistics: c.Statistics, SPLT: c.SPLT > 0, Dissect: c.Dissect.on(true), Accounting: c.AccountingMode,
		TimeFormat: c.TimeFormat, System: s.system,
	})
	if err != nil {
		return refuse("Fields", "%s", err)
	}
	if err = s.anonymize(); err != nil {
		return err
	}
	if c.Null != "" {
		column.ShowNull(s.columns, c.Null)
	}
	return nil
}

func (s *Streamer) limited() *Streamer {
	s.source = capture.Limit(s.source, s.cfg.Snaplen)
	return s
}

// Columns returns the columns of a row, in order.
func (s *Streamer) Columns() []*Column { return s.columns }

// Live reports whether the source is a network interface, or several.
func (s *Streamer) Live() bool { return s.live }

// Close closes the source of a Streamer that is not run. One that is closes it by itself.
func (s *Streamer) Close() error {
	if s.used.Swap(true) {
		return nil
	}
	return errors.Join(s.closePlugins(), s.source.Close())
}

// Flows meters the source and yields each flow, which then belongs to the caller. Where something goes wrong the last
// pair has a nil flow and the error; the flows that were alive come before it. So it is when the context is done; packets
// that interfaces have taken by then are metered first, for DrainTime at most.
// Breaking the loop ends the run: plug-ins see the flows that were alive end, and everything is released before the
// statement behind the loop. Run is the faster sibling.
func (s *Streamer) Flows(ctx context.Context) iter.Seq2[*Flow, error] {
	return func(yield func(*Flow, error) bool) {
		err := s.run(ctx, consumer{rest: func() (bool, error) { return false, nil }, emit: func(f *Flow) error {
			if !yield(f.Clone(), nil) {
				return errStop
			}
			return nil
		}})
		if err != nil && !errors.Is(err, errStop) {
			yield(nil, err)
		}
	}
}

// errStop ends a run whose consumer wants no more.
var errStop = errors.New("stop")

// Run meters the source and writes every flow to each sink in turn, and flushes them at the end, those of a live source
// also when they have flows that are FlushInterval old. The error of a sink ends the run. After any other, such as that of
// a done context, the flows that were alive have been written too.
func (s *Streamer) Run(ctx context.Context, sinks ...Sink) error {
	out := sinkConsumer{sinks: sinks}
	err := s.run(ctx, consumer{emit: out.emit, rest: out.rest, anywhere: true})
	if e := out.flush(); !errors.As(err, new(*SinkError)) {
		err = errors.Join(err, e)
	}
	return err
}

// run meters the source and hands every flow to the consumer. After an error of the consumer the run
// ends, and the flows that are alive end without being handed over.
func (s *Streamer) run(ctx context.Context, out consumer) (err error) {
	if s.used.Swap(true) {
		return ErrUsed
	}
	defer func() { err = errors.Join(err, s.closePlugins(), s.source.Close()) }()
	ctx, stop := s.timed(ctx)
	defer stop()
	if err = s.meter(ctx, out); err != errTimedOut {
		return err
	}
	s.stats.timeOut()
	return nil
}

// errTimedOut ends a run whose Config.Duration is over.
var errTimedOut = errors.New("the duration is over")

// timed returns a context that ends with Config.Duration too.
func (s *Streamer) timed(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.cfg.Duration == 0 {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(ctx, s.cfg.Duration, errTimedOut)
}

// meter has the shards meter the source, in the way that suits them.
func (s *Streamer) meter(ctx context.Context, out consumer) error {
	m := newMeter(s)
	switch {
	case len(s.shards) == 1:
		return m.runInline(ctx, out)
	case s.shared != nil:
		return m.runShared(ctx, out)
	}
	return m.runParallel(ctx, out)
}

// openShards opens the plug-ins for every shard.
func (s *Streamer) openShards(schema *Schema, sources []string) error {
	protocols, err := s.compileProtocols()
	if err != nil {
		return err
	}
	needs := column.NeedsOf(s.columns)
	shard := table.Config{
		Idle: int64(s.cfg.IdleTimeout), Active: int64(s.cfg.ActiveTimeout),
		Ignored: s.cfg.ignored(), Statistics: s.cfg.Statistics, SPLT: s.cfg.SPLT, Accounting: s.cfg.AccountingMode,
		SYN: needs.SYN, Gaps: needs.Gaps, CutIntervals: needs.CutIntervals,
		Layout: schema.layout, Protocols: protocols,
		Limits: l7.Limits{TCP: s.cfg.MaxTCPDissections, UDP: s.cfg.MaxUDPDissections},
	}
	if err := s.split(&shard, sources); err != nil {
		return err
	}
	for range s.cfg.Workers {
		hooks, closers, err := openPlugins(s.cfg.Plugins, schema)
		s.closers = append(s.closers, closers...)
		if err != nil {
			return err
		}
		shard.Hooks = hooks
		s.shards = append(s.shards, table.NewShard(shard))
	}
	return nil
}

// closePlugins calls the Close hooks, whatever each returns.
func (s *Streamer) closePlugins() error {
	var errs []error
	for _, c := range s.closers {
		if err := c(); err != nil {
			errs = append(errs, fmt.Errorf("nfstream: closing a plug-in: %w", err))
		}
	}
	return errors.Join(errs...)
}
