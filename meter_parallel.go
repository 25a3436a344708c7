package nfstream

import (
	"context"
	"sync"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
)

// roundsInFlight are enough for one to be read, one at the shards and some with the consumer.
const roundsInFlight = 6

// parallel is a run with several shards, and a worker for each, of which the caller's goroutine is the first. A worker
// does what there is to do: its shard's part of a round, the reading of the next one, the settling of one that all
// shards are done with, the handing over of ended flows. As a shard's flows and what was read just before stay where one
// processor has them in its cache, that is faster than a goroutine for each of these jobs. Rounds go to all shards in
// order and are settled in order, so that the rows are those of a run with one shard.
type parallel struct {
	*meter
	ctx  context.Context // of the reading
	stop context.CancelCauseFunc
	out  consumer
	view flow.Flow // of the consumer

	agenda

	seen    packet.Counts // of the frames of all rounds so far
	err     error         // why the source ended
	refused error         // of out
}

func (m *meter) runParallel(ctx context.Context, out consumer) error {
	m.s.stats.begin(1)
	inner, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r := &parallel{meter: m, ctx: inner, stop: stop, out: out}
	rounds, batches := m.s.memory.inFlight()
	r.agenda.init(len(m.shards), !out.anywhere, rounds, batches)
	for _, next := range r.idle {
		defer next.giveBack()
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
		job := r.take(worker)
		switch job.kind {
		case jobRead:
			r.read(job.round)
		case jobPart:
			job.round.processPart(job.part, r.shards[job.part])
			r.settleIfLast(job.round)
		case jobAll:
			r.processAll(job.round)
		case jobEmit:
			r.emit(job.round)
		case jobFlush:
			r.flush(job.round)
		case jobNone:
			return
		}
	}
}

// read fills a round, and is alone with the intake.
func (r *parallel) read(round *round) {
	round.fill(r.ctx, r.s.source, &r.intake)
	r.wasRead(round)
}

// settleIfLast settles a round once all its parts are processed.
func (r *parallel) settleIfLast(round *round) {
	if r.wasProcessed() {
		r.settle(round)
	}
}

// processAll begins with a round, while no shard is at work, and leaves the rest to all workers where packets of one
// shard do not matter to another.
func (r *parallel) processAll(round *round) {
	switch {
	case r.full:
		r.drop(round)
		return
	case r.roomy(round.frames()):
		r.err, r.seen = round.err, round.counts
		r.share()
		return
	}
	r.err, r.seen = round.err, round.counts
	round.processSerially(r.meter)
	if r.full {
		r.stop(errStop)
	}
	r.settle(round)
}

// settle settles a round, while no shard is at work.
func (r *parallel) settle(round *round) {
	round.settle(r.meter)
	r.post(&r.seen, r.shed(), 0)
	r.wasSettled(round)
}

// emit hands over the flows that ended in a round. After an error of the consumer it only takes them away.
func (r *parallel) emit(round *round) {
	for i := 0; i < len(round.order) && r.refused == nil; i++ {
		e := round.order[i]
		round.parts[e.part].slab.View(e.slot, &r.view)
		r.refused = r.out.emit(&r.view)
	}
	if r.refused == nil && round.live {
		_, r.refused = r.out.rest()
	}
	if r.refused != nil {
		r.stop(errStop)
	}
	r.wasEmitted(round)
}

// flush ends some of the flows that are alive behind the last round.
func (r *parallel) flush(round *round) {
	for i, s := range r.shards {
		s.Release(round.parts[i].changes.Ended)
	}
	more := r.endSome()
	round.takeOutAll(r.meter)
	if !more {
		r.wasFlushed()
	}
	r.settle(round)
}
