package meter

import (
	"context"
	"sync"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
)

// parallel is a run with several shards and a worker for each. The caller's goroutine is the first worker. Workers take
// jobs from the scheduler: to read a window, process or finish a shard's part of it, commit it, or emit its ended flows.
// A shard's flows, and what was read just before, so stay in one processor's cache, which is faster than a goroutine for
// each kind of job. Windows go through all shards in order and are committed in order, so that the rows are those of a run
// with one shard.
type parallel struct {
	m         *Meter
	in        intake
	room      admission
	ledger    ledger
	scheduler scheduler

	ctx  context.Context // of the reading
	stop context.CancelCauseFunc
	out  Consumer
	view flow.Flow // of the consumer

	seen    packet.Counts // of the frames of all windows so far
	err     error         // why the source ended
	refused error         // of out
	updated *Update       // the latest that is in force
	decoded *Update       // the latest that is in force for the decoder
}

func (m *Meter) runParallel(ctx context.Context, out Consumer) error {
	m.board.start(1)
	inner, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r := &parallel{m: m, in: newIntake(&m.cfg), room: m.newAdmission(), ledger: m.newLedger(), ctx: inner, stop: stop, out: out}
	r.scheduler.init(len(m.shards), !out.Anywhere, m.cfg.Windows, m.cfg.Batches)
	for _, w := range r.scheduler.idle {
		defer w.resetBatches()
	}
	var others sync.WaitGroup
	for i := 1; i < len(m.shards); i++ {
		others.Go(func() { r.work(i) })
	}
	r.work(0)
	others.Wait()
	if r.refused != nil {
		return r.refused
	}
	return sourceError(ctx, r.err)
}

// work does jobs until the run is over.
func (r *parallel) work(worker int) {
	for {
		job := r.scheduler.take(worker)
		switch w := job.window; job.kind {
		case jobRead:
			if u := r.m.update.Load(); u != r.decoded {
				r.decoded = u
				r.in.decoder.SetOptions(u.Decoder)
			}
			w.fill(r.ctx, r.m.cfg.Sources[0], &r.in)
			r.scheduler.filledWindow(w)
		case jobStart:
			r.start(w)
		case jobProcess:
			w.process(job.part, r.m.shards[job.part])
			if r.scheduler.donePart() {
				r.commit(w)
			}
		case jobFinish:
			w.finish(job.part, r.m.shards[job.part])
			if r.scheduler.donePart() {
				r.scheduler.finished(w)
			}
		case jobEmit:
			r.emit(w)
		case jobFlush:
			r.flush(w)
		case jobNone:
			return
		}
	}
}

// start has all workers process a window. If packets of one shard may matter to another, it processes the window alone,
// while no shard is at work.
func (r *parallel) start(w *window) {
	if r.room.full {
		r.scheduler.drop(w)
		return
	}
	r.err, r.seen = w.err, w.counts
	r.reconfigure(w)
	if r.room.fits(w.frames()) {
		r.scheduler.process()
		return
	}
	w.processSerially(&r.room)
	if r.room.full {
		r.stop(ErrStop)
	}
	r.commit(w)
}

// commit registers what began and ended in a window, while no shard is at work. Its ended flows are finished next.
func (r *parallel) commit(w *window) {
	for i := range w.parts {
		r.room.committed += uint64(len(w.parts[i].changes.Births))
	}
	w.commit(&r.ledger)
	r.m.board.post(&r.ledger, &r.seen, shedBy(r.m.shards), 0)
	if r.m.shards[0].Finishes() {
		r.scheduler.finish(w)
	} else {
		r.scheduler.finished(w)
	}
}

// emit hands over the flows that ended in a window, unless the consumer has refused one.
func (r *parallel) emit(w *window) {
	for i := 0; i < len(w.order) && r.refused == nil; i++ {
		e := w.order[i]
		w.parts[e.part].slab.View(e.slot, &r.view)
		r.refused = r.out.Emit(&r.view)
	}
	if r.refused == nil && w.live {
		_, r.refused = r.out.Rest()
	}
	if r.refused != nil {
		r.stop(ErrStop)
	}
	r.scheduler.emitted(w)
}

// flush ends some of the flows that are alive after the last window.
func (r *parallel) flush(w *window) {
	for i, s := range r.m.shards {
		s.Release(w.parts[i].changes.Ended)
	}
	more := r.room.endSome()
	w.takeAll(r.m.shards)
	if !more {
		r.scheduler.flushedAll()
	}
	r.commit(w)
}
