package nfstream

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// shared is a run over sources that share the packets of interfaces, so that each shard has its own and no packet goes
// from one goroutine to another. A shard goes by its own clock, and rows leave in the order in which shards bring them.
type shared struct {
	s       *Streamer
	mu      sync.Mutex // guards the next three
	book    *meter     // gives IDs and names, and counts what leaves
	counts  []packet.Counts
	shed    []l7.Shed
	settled chan *handful
	view    flow.Flow // of the consumer
	stop    context.CancelCauseFunc
}

// handful is flows of a shard that have ended, on their way to the consumer and back.
type handful struct {
	changes table.Changes
	slab    table.Slab
	idle    chan *handful
}

// handfuls of a shard: one is filled while another is consumed.
const handfuls = 2

func (m *meter) runShared(ctx context.Context, out consumer) error {
	m.s.stats.begin(len(m.shards))
	inner, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r := &shared{s: m.s, book: m, counts: make([]packet.Counts, len(m.shards)), stop: stop,
		shed:    make([]l7.Shed, len(m.shards)),
		settled: make(chan *handful, handfuls*len(m.shards))}
	errs := make([]error, len(m.shards))
	var all sync.WaitGroup
	for i := range m.shards {
		all.Go(func() {
			if errs[i] = r.work(inner, i); !errors.Is(errs[i], io.EOF) {
				stop(nil) // the others too, when they have metered what they have
			}
		})
	}
	go func() {
		all.Wait()
		close(r.settled)
	}()
	if err := r.consume(out); err != nil {
		return err
	}
	for _, err := range errs {
		if !errors.Is(err, io.EOF) && !errors.Is(err, inner.Err()) {
			return err
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// work meters the source of one shard until it ends, and then ends the flows that are alive.
func (r *shared) work(ctx context.Context, i int) error {
	defer r.s.stats.leave(i)
	m := newMeter(r.s)
	m.shards = m.shards[i : i+1]
	m.tableSize = max(1, m.tableSize/len(r.counts))
	w := inline{meter: m, shard: m.shards[0]}
	idle := make(chan *handful, handfuls)
	for range handfuls {
		idle <- &handful{idle: idle}
	}
	w.relieve = func() { r.settle(&w, i, <-idle) }
	var batch capture.Batch
	defer batch.Reset()
	var err error
	var settled time.Time
	for err == nil {
		err = r.s.shared[i].Next(ctx, &batch)
		w.process(&batch)
		batch.Due = 0 // to settle
		if now := time.Now(); w.shard.Changed() || now.Sub(settled) >= FlushInterval {
			settled, batch.Due = now, w.shard.NextDue()
			r.settle(&w, i, <-idle)
		}
	}
	w.flush()
	for more := true; more; {
		more = m.endSome()
		r.settle(&w, i, <-idle)
	}
	return err
}

// settle gives the new flows their IDs, and hands over those that have ended.
func (r *shared) settle(w *inline, i int, h *handful) {
	w.shard.Release(h.changes.Ended)
	w.shard.Swap(&h.changes)
	h.slab = w.shard.Slab()
	w.born += uint64(len(h.changes.Births))
	r.record(w, i, h)
	w.shard.Finish(h.changes.Ended)
	r.settled <- h
}

func (r *shared) record(w *inline, i int, h *handful) {
	r.mu.Lock()
	defer r.mu.Unlock()
	expected := h.changes.Expected
	for _, b := range h.changes.Births {
		expected = r.book.begin(h.slab.Core(b.Slot), expected)
	}
	r.book.noteAll(expected)
	for _, e := range h.changes.Ended {
		r.book.leave(h.slab.Core(e.Slot))
	}
	r.counts[i] = w.counts
	var all packet.Counts
	for j := range r.counts {
		all.Add(&r.counts[j])
	}
	r.shed[i] = w.shard.Shed()
	var shed l7.Shed
	for j := range r.shed {
		shed.Add(r.shed[j])
	}
	r.book.post(&all, shed, i)
}

// consume emits the flows that shards hand over. After an error of the consumer it only takes them away.
func (r *shared) consume(out consumer) (err error) {
	again := time.NewTimer(FlushInterval)
	defer again.Stop()
	for {
		select {
		case h, ok := <-r.settled:
			if !ok {
				return err
			}
			if err == nil {
				err = r.emit(h, out)
			}
			h.idle <- h
		case <-again.C:
		}
		var waiting bool
		if err == nil {
			waiting, err = out.rest()
		}
		if waiting {
			again.Reset(FlushInterval)
		}
		if err != nil {
			r.stop(errStop)
		}
	}
}

// emit hands the ended flows of a handful to the consumer.
func (r *shared) emit(h *handful, out consumer) error {
	for _, e := range h.changes.Ended {
		h.slab.View(e.Slot, &r.view)
		if err := out.emit(&r.view); err != nil {
			return err
		}
	}
	return nil
}

// gathered shows sources that share packets as one, which is not read.
type gathered []capture.Source

var errShared = errors.New("nfstream: the sources are read one by one")

func (g gathered) Next(context.Context, *capture.Batch) error { return errShared }

func (g gathered) Stats() (all capture.Stats) {
	for _, src := range g {
		s := src.Stats()
		all.Received += s.Received
		all.Filtered += s.Filtered
		all.ClampedTimes += s.ClampedTimes
		all.Dropped += s.Dropped
		all.InterfaceDropped = max(all.InterfaceDropped, s.InterfaceDropped) // of one interface
	}
	return all
}

func (g gathered) Close() error {
	var errs []error
	for _, src := range g {
		errs = append(errs, src.Close())
	}
	return errors.Join(errs...)
}
