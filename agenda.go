package nfstream

import (
	"runtime"
	"sync"
)

// patience is how often a worker without a job looks again before it sleeps: for some hundred microseconds, as waking up
// takes no less.
const patience = 1000

// agenda is what there is to do in a parallel run, by the rounds and where they are. Workers take jobs from it and say
// when they are done.
type agenda struct {
	mu      sync.Mutex
	changed sync.Cond

	idle    []*round // free to be filled
	filled  []*round // read, in order
	settled []*round // to be handed over, in order
	current *round   // the shards are at it
	parts   []bool   // of current that wait for a worker
	left    int      // parts of current that are not done

	reading  bool // a worker is
	emitting bool // a worker is
	fixed    bool // only the first worker emits
	brisk    bool // the source has more at hand, as it seems
	ended    bool // there is nothing more to read
	flushed  bool // all flows have ended
}

// job is something to do for a worker.
type job struct {
	kind  jobKind
	round *round
	part  int
}

type jobKind uint8

const (
	jobNone  jobKind = iota // the run is over
	jobRead                 // fill a round
	jobAll                  // begin with a round, or process it alone
	jobPart                 // process a part of a round
	jobEmit                 // hand over the flows that ended in a round
	jobFlush                // end flows that are alive, with a round to carry them
)

// init sets up a run with so many shards, and rounds of so many batches. Where the consumer is fixed, only the first
// worker emits.
func (a *agenda) init(shards int, fixed bool, rounds, batches int) {
	a.fixed = fixed
	a.changed.L = &a.mu
	a.parts = make([]bool, shards)
	for range rounds {
		a.idle = append(a.idle, newRound(shards, batches))
	}
}

// take waits until there is something to do for a worker.
func (a *agenda) take(worker int) job {
	a.mu.Lock()
	defer a.mu.Unlock()
	for looks := 0; ; looks++ {
		if j, ok := a.next(worker); ok {
			return j
		}
		if a.brisk && looks < patience {
			a.lookAgain()
			continue
		}
		a.changed.Wait()
	}
}

// lookAgain lets others go on for a moment.
func (a *agenda) lookAgain() {
	a.mu.Unlock()
	runtime.Gosched()
	a.mu.Lock()
}

// queueing is how many settled rounds are emitted before anything else.
const queueing = 2

// next returns what a worker does best now. What the others would run out of comes first, rounds that are free and then
// rounds that are read; then a worker's own part, so that a shard's flows stay where its processor has them in its cache.
// A worker with nothing else to do takes the part of another one.
func (a *agenda) next(worker int) (job, bool) {
	emits, reads := a.mayEmit(worker), a.mayRead(worker)
	switch {
	case emits && (len(a.idle) == 0 || len(a.settled) >= queueing):
		return a.emit(), true
	case reads && len(a.filled) == 0:
		return a.read(), true
	case a.claim(worker):
		return job{jobPart, a.current, worker}, true
	case a.current == nil && len(a.filled) > 0:
		a.current = shift(&a.filled)
		return job{jobAll, a.current, 0}, true
	case emits:
		return a.emit(), true
	case reads:
		return a.read(), true
	}
	return a.last(worker)
}

func (a *agenda) mayEmit(worker int) bool {
	return len(a.settled) > 0 && !a.emitting && (worker == 0 || !a.fixed)
}

// mayRead reports whether a worker may read now, which may wait: not the only one that emits.
func (a *agenda) mayRead(worker int) bool {
	return !a.reading && !a.ended && len(a.idle) > 0 && (worker > 0 || !a.fixed)
}

func (a *agenda) emit() job {
	a.emitting = true
	return job{jobEmit, shift(&a.settled), 0}
}

func (a *agenda) read() job {
	a.reading = true
	return job{jobRead, shift(&a.idle), 0}
}

// last returns what a worker does when nothing else is left.
func (a *agenda) last(worker int) (job, bool) {
	if a.ended && a.current == nil {
		switch {
		case !a.flushed && len(a.idle) > 0:
			a.current = shift(&a.idle)
			return job{jobFlush, a.current, 0}, true
		case a.flushed && len(a.settled) == 0 || a.flushed && a.fixed && worker > 0:
			return job{}, true
		}
	}
	for part := range a.parts {
		if a.claim(part) {
			return job{jobPart, a.current, part}, true
		}
	}
	return job{}, false
}

// claim takes a part of the current round, unless it is done or taken.
func (a *agenda) claim(part int) bool {
	waiting := a.parts[part]
	a.parts[part] = false
	return waiting
}

// share lets all workers process the current round.
func (a *agenda) share() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := range a.parts {
		a.parts[i] = true
	}
	a.left = len(a.parts)
	a.changed.Broadcast()
}

// wasProcessed says that a part of the current round is done, and reports whether it was the last.
func (a *agenda) wasProcessed() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.left--
	return a.left == 0
}

func (a *agenda) wasRead(r *round) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.reading, a.brisk, a.ended = false, r.brisk, r.err != nil
	a.filled = append(a.filled, r)
	a.changed.Broadcast()
}

func (a *agenda) wasSettled(r *round) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.current = nil
	a.settled = append(a.settled, r)
	a.changed.Broadcast()
}

func (a *agenda) wasEmitted(r *round) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.emitting = false
	a.idle = append(a.idle, r)
	a.changed.Broadcast()
}

// drop gives up the current round without its being processed.
func (a *agenda) drop(r *round) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.current = nil
	a.idle = append(a.idle, r)
	a.changed.Broadcast()
}

// wasFlushed says that no flow is alive any more.
func (a *agenda) wasFlushed() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.flushed = true
}

// shift takes the first of a queue.
func shift(queue *[]*round) *round {
	first := (*queue)[0]
	n := copy(*queue, (*queue)[1:])
	*queue = (*queue)[:n]
	return first
}
