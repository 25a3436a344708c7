// Package meter runs the metering of a source: it takes frames in, distributes packets to the shards of the flow table,
// and hands over the flows that end, with their IDs and in their order.
//
// A run has one of three forms. With one shard it is inline: in the caller's goroutine. With several shards and one source
// it is parallel: a scheduler gives the work of all shards to workers, window by window. With a source for each shard it is
// shared: each shard runs by itself.
//
// Three structures, which each form has side by side, keep the state: intake decodes frames and keeps the clock, admission
// keeps the bounds of flows, and the ledger gives IDs and expectations to flows and counts their ends.
package meter

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// Config is what a run needs.
type Config struct {
	// Sources is the one source of all shards, or a source for each shard, which share the packets of interfaces. The
	// caller closes them after the run.
	Sources []capture.Source
	// Hooks has an element for each shard, and at least one.
	Hooks []table.Hooks
	// Table is the configuration of each shard, without its Hooks.
	Table table.Config
	// Decoder says how packets are decoded. Every run holds early fragments back.
	Decoder packet.Options
	// TableSize bounds the flows alive in all shards, and MaxFlows the flows of the run.
	TableSize, MaxFlows int
	// Windows is how many windows of a parallel run are in flight, and Batches how many batches a window has at most.
	Windows, Batches int
	// ExpectSets is how many sets the cache of expectations has; 0: the default. See expect.New.
	ExpectSets int
}

// Consumer takes the flows of a run.
type Consumer struct {
	// Emit takes a flow, which it borrows. Its error ends the run; no further flow is emitted.
	Emit func(*flow.Flow) error
	// Anywhere says that Emit and Rest may be called by any goroutine, one at a time. Otherwise it is the caller's.
	Anywhere bool
	// Rest is called when all flows that have ended so far are emitted, if the source is live. It is called again
	// within FlushInterval if it reports that flows are waiting.
	Rest func() (waiting bool, err error)
}

// FlushInterval is how long flows of a live source may wait in a sink.
const FlushInterval = 100 * time.Millisecond

// ErrStop ends a run when a consumer wants no more flows.
var ErrStop = errors.New("stop")

// Meter is one run.
type Meter struct {
	cfg    Config
	shards []*table.Shard
	board  board
	update atomic.Pointer[Update] // nil before the first one
}

// New returns a run with a shard for each of the Hooks.
func New(cfg Config) *Meter {
	cfg.Decoder.Hold = true
	m := &Meter{cfg: cfg}
	for _, h := range cfg.Hooks {
		c := cfg.Table
		c.Hooks = h
		m.shards = append(m.shards, table.NewShard(c))
	}
	return m
}

// Run meters the sources and emits every flow. After an error of a source, or when the context is done, the flows that
// are alive end and are emitted, and the error or the context's cause is returned. It is to be called once.
func (m *Meter) Run(ctx context.Context, out Consumer) error {
	switch {
	case len(m.shards) == 1:
		return m.runInline(ctx, out)
	case len(m.cfg.Sources) > 1:
		return m.runShared(ctx, out)
	}
	return m.runParallel(ctx, out)
}

// sourceError returns what a source's error means for the run: nothing at the end of the capture.
func sourceError(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	return err
}
