package meter

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

// shared is a run over sources that share the packets of interfaces: each shard has its own, so that no packet goes from
// one goroutine to another. Each shard goes by its own clock, and flows are emitted in the order in which shards hand them
// over.
type shared struct {
	m      *Meter
	mu     sync.Mutex // guards the next three
	ledger ledger
	counts []packet.Counts
	shed   []l7.Shed
	ended  chan *endedBatch
	view   flow.Flow // of the consumer
	stop   context.CancelCauseFunc
}

// endedBatch carries flows of a shard that have ended to the consumer and back.
type endedBatch struct {
	changes table.Changes
	slab    table.Slab
	idle    chan *endedBatch
}

// EndedBatches is how many batches of ended flows a shard with a source of its own has: one is filled while another is
// emitted.
const EndedBatches = 2

func (m *Meter) runShared(ctx context.Context, out Consumer) error {
	n := len(m.shards)
	m.board.start(n)
	inner, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r := &shared{m: m, ledger: m.newLedger(), counts: make([]packet.Counts, n), shed: make([]l7.Shed, n), stop: stop,
		ended: make(chan *endedBatch, EndedBatches*n)}
	errs := make([]error, n)
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
		close(r.ended)
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
	defer r.m.board.finish(i)
	var w lane
	w.init(r.m, i)
	w.room.tableSize = max(1, w.room.tableSize/len(r.counts))
	idle := make(chan *endedBatch, EndedBatches)
	for range EndedBatches {
		idle <- &endedBatch{idle: idle}
	}
	w.export = func() { r.commit(&w, i, <-idle) }
	var batch capture.Batch
	defer batch.Reset()
	var err error
	var committed time.Time
	for err == nil {
		err = r.m.cfg.Sources[i].Next(ctx, &batch)
		if u, changed := w.update(r.m, r.tableSize); changed {
			r.mu.Lock()
			r.ledger.update(u)
			r.mu.Unlock()
		}
		w.process(&batch)
		batch.Due = 0 // to commit
		if now := time.Now(); w.shard.Changed() || now.Sub(committed) >= FlushInterval {
			committed, batch.Due = now, w.shard.NextDue()
			w.export()
		}
	}
	w.flush()
	return err
}

// tableSize returns the bound of one shard.
func (r *shared) tableSize(u *Update) int { return max(1, u.TableSize/len(r.counts)) }

// commit registers what began and ended in a shard, and hands over the ended flows.
func (r *shared) commit(w *lane, i int, b *endedBatch) {
	w.shard.Release(b.changes.Ended)
	w.shard.Swap(&b.changes)
	b.slab = w.shard.Slab()
	w.room.committed += uint64(len(b.changes.Births))
	r.record(w, i, b)
	w.shard.Finish(b.changes.Ended)
	r.ended <- b
}

func (r *shared) record(w *lane, i int, b *endedBatch) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ledger.commit(&b.changes, &b.slab)
	r.counts[i], r.shed[i] = w.in.counts, w.shard.Shed()
	var counts packet.Counts
	var shed l7.Shed
	for j := range r.counts {
		counts.Add(&r.counts[j])
		shed.Add(r.shed[j])
	}
	r.m.board.post(&r.ledger, &counts, shed, i)
}

// consume emits the flows that shards hand over. After an error of the consumer it only returns the batches.
func (r *shared) consume(out Consumer) (err error) {
	again := time.NewTimer(FlushInterval)
	defer again.Stop()
	for {
		select {
		case b, ok := <-r.ended:
			if !ok {
				return err
			}
			if err == nil {
				err = r.emit(b, out)
			}
			b.idle <- b
		case <-again.C:
		}
		var waiting bool
		if err == nil {
			waiting, err = out.Rest()
		}
		if waiting {
			again.Reset(FlushInterval)
		}
		if err != nil {
			r.stop(ErrStop)
		}
	}
}

func (r *shared) emit(b *endedBatch, out Consumer) error {
	for _, e := range b.changes.Ended {
		b.slab.View(e.Slot, &r.view)
		if err := out.Emit(&r.view); err != nil {
			return err
		}
	}
	return nil
}
