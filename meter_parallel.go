package nfstream

import (
	"context"
	"sync"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
)

// roundsInFlight are enough for one to be read, one at the shards and some with the consumer.
const roundsInFlight = 6

// parallel is a run with several shards. The caller's goroutine consumes; one reads and decodes, while what it has read is
// in its processor's cache; one settles; and each shard has its own. The settler hands a round to all shards at once and
// settles it when all are done with it, while the shards are at the next one, so that the rows are those of a run with one
// shard.
type parallel struct {
	*meter
	idle    chan *round   // free to be filled
	filled  chan *round   // by the reader
	settled chan *round   // for the consumer
	work    []chan *round // for each shard
	busy    sync.WaitGroup
	stop    context.CancelFunc
	seen    packet.Counts // of the frames of all rounds so far
	err     error         // why the source ended
}

func (m *meter) runParallel(ctx context.Context, out consumer) error {
	m.s.stats.begin(1)
	inner, stop := context.WithCancel(ctx)
	defer stop()
	r := &parallel{meter: m, stop: stop, work: make([]chan *round, len(m.shards)),
		idle: make(chan *round, roundsInFlight), filled: make(chan *round, roundsInFlight),
		settled: make(chan *round, roundsInFlight)}
	for range roundsInFlight {
		next := newRound(len(m.shards))
		defer next.giveBack()
		r.idle <- next
	}
	var all sync.WaitGroup
	for i := range m.shards {
		r.work[i] = make(chan *round, 1)
		all.Go(func() { r.shard(i) })
	}
	all.Go(func() { r.read(inner) })
	all.Go(r.settleAll)
	err := r.consume(out)
	all.Wait()
	if err != nil {
		return err
	}
	return sourceError(ctx, r.err)
}

// read fills rounds, and is alone with the intake, until the source ends or the run is stopped.
func (r *parallel) read(ctx context.Context) {
	defer close(r.filled)
	for {
		round := <-r.idle
		round.fill(ctx, r.s.source, &r.intake)
		err := round.err
		r.filled <- round
		if err != nil {
			return
		}
	}
}

// shard processes its part of every round.
func (r *parallel) shard(i int) {
	for round := range r.work[i] {
		round.processPart(i, r.shards[i])
		r.busy.Done()
	}
}

// consume emits the flows of every settled round. After an error of the consumer it only takes them away.
func (r *parallel) consume(out consumer) (err error) {
	var view flow.Flow
	for round := range r.settled {
		for i := 0; i < len(round.order) && err == nil; i++ {
			e := round.order[i]
			round.parts[e.part].slab.View(e.slot, &view)
			err = out.emit(&view)
		}
		if err == nil && round.live {
			_, err = out.rest()
		}
		if err != nil {
			r.stop()
		}
		r.idle <- round
	}
	return err
}

// settleAll has the shards process the filled rounds and settles them, until the source ends; then it ends the flows that
// are alive.
func (r *parallel) settleAll() {
	var atWork *round
	for next := range r.filled {
		if r.full {
			r.idle <- next
			continue
		}
		r.err, r.seen = next.err, next.counts
		r.settle(atWork)
		r.dispatch(next)
		r.hand(atWork)
		atWork = next
		if r.full {
			r.stop()
		}
	}
	r.settle(atWork)
	r.hand(atWork)
	r.flush()
	for _, w := range r.work {
		close(w)
	}
	close(r.settled)
}

// settle waits until the shards are done with the round and settles it.
func (r *parallel) settle(round *round) {
	if round == nil {
		return
	}
	r.busy.Wait()
	round.settle(r.meter)
	r.post(&r.seen, 0)
}

// dispatch gives the round to the shards, which are idle.
func (r *parallel) dispatch(next *round) {
	if !r.roomy(next.frames()) {
		next.processSerially(r.meter)
		return
	}
	r.busy.Add(len(r.work))
	for _, w := range r.work {
		w <- next
	}
}

// hand gives a settled round to the consumer.
func (r *parallel) hand(round *round) {
	if round != nil {
		r.settled <- round
	}
}

// flush ends the flows that are alive.
func (r *parallel) flush() {
	for more := true; more; {
		round := <-r.idle
		for i, s := range r.shards {
			s.Release(round.parts[i].changes.Ended)
		}
		more = r.endSome()
		round.takeOutAll(r.meter)
		r.settle(round)
		r.hand(round)
	}
}
