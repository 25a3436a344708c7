package meter

import (
	"runtime"
	"sync"
)

// spins is how often a worker without a job looks again before it sleeps: for some hundred microseconds, which is what it
// takes to wake up.
const spins = 1000

// scheduler gives the jobs of a parallel run to its workers, who report when they are done. A window goes through these
// states: idle, reading, filled, current, ready, emitting, idle. The current window goes through phases: one worker
// starts it; all workers process its parts; the last one commits it; all workers finish its parts.
type scheduler struct {
	mu      sync.Mutex
	changed sync.Cond

	idle    []*window // free to be filled
	filled  []*window // in order
	current *window   // the shards are at it, nil if none is
	ready   []*window // to be emitted, in order

	phase jobKind // of the parts of current: jobProcess or jobFinish
	parts []bool  // of current that wait for a worker
	left  int     // parts of current that are not done

	reading  bool // a worker is
	emitting bool // a worker is
	fixed    bool // only the first worker emits
	brisk    bool // the source seems to have more at once
	ended    bool // there is nothing more to read
	flushed  bool // all flows have ended
}

// job is something to do for a worker.
type job struct {
	kind   jobKind
	window *window
	part   int
}

type jobKind uint8

const (
	jobNone    jobKind = iota // the run is over
	jobRead                   // fill a window
	jobStart                  // share a window out, or process it alone
	jobProcess                // process a part of a window
	jobFinish                 // finish the ended flows of a part, after the commit
	jobEmit                   // emit the flows that ended in a window
	jobFlush                  // end flows that are alive, with a window to carry them
)

// init makes the windows for a number of shards, each with a number of batches. If fixed, only the first worker emits.
func (s *scheduler) init(shards int, fixed bool, windows, batches int) {
	s.fixed = fixed
	s.changed.L = &s.mu
	s.parts = make([]bool, shards)
	for range windows {
		s.idle = append(s.idle, newWindow(shards, batches))
	}
}

// take waits until there is something to do for a worker.
func (s *scheduler) take(worker int) job {
	s.mu.Lock()
	defer s.mu.Unlock()
	for looks := 0; ; looks++ {
		if j, ok := s.next(worker); ok {
			return j
		}
		if s.brisk && looks < spins {
			s.lookAgain()
			continue
		}
		s.changed.Wait()
	}
}

// lookAgain lets others go on for a moment.
func (s *scheduler) lookAgain() {
	s.mu.Unlock()
	runtime.Gosched()
	s.mu.Lock()
}

// maxReady is how many ready windows may wait while there is anything else to do.
const maxReady = 1

// next returns the best job for a worker now. What the others would run out of comes first: idle windows, then filled ones.
// Then comes the worker's own part, since its processor has the flows of that shard in its cache. A worker with nothing
// else to do takes the part of another one.
func (s *scheduler) next(worker int) (job, bool) {
	emits, reads := s.mayEmit(worker), s.mayRead(worker)
	switch {
	case emits && (len(s.idle) == 0 || len(s.ready) > maxReady):
		return s.emit(), true
	case reads && len(s.filled) == 0:
		return s.read(), true
	case s.claim(worker):
		return job{s.phase, s.current, worker}, true
	case s.current == nil && len(s.filled) > 0:
		s.current = shift(&s.filled)
		return job{jobStart, s.current, 0}, true
	case emits:
		return s.emit(), true
	case reads:
		return s.read(), true
	}
	return s.last(worker)
}

func (s *scheduler) mayEmit(worker int) bool {
	return len(s.ready) > 0 && !s.emitting && (worker == 0 || !s.fixed)
}

// mayRead reports whether a worker may read now. Reading may block, so the only worker that emits does not read.
func (s *scheduler) mayRead(worker int) bool {
	return !s.reading && !s.ended && len(s.idle) > 0 && (worker > 0 || !s.fixed)
}

func (s *scheduler) emit() job {
	s.emitting = true
	return job{jobEmit, shift(&s.ready), 0}
}

func (s *scheduler) read() job {
	s.reading = true
	return job{jobRead, shift(&s.idle), 0}
}

// last returns what a worker does when nothing else is left.
func (s *scheduler) last(worker int) (job, bool) {
	if s.ended && s.current == nil {
		switch {
		case !s.flushed && len(s.idle) > 0:
			s.current = shift(&s.idle)
			return job{jobFlush, s.current, 0}, true
		case s.flushed && len(s.ready) == 0 || s.flushed && s.fixed && worker > 0:
			return job{}, true
		}
	}
	for part := range s.parts {
		if s.claim(part) {
			return job{s.phase, s.current, part}, true
		}
	}
	return job{}, false
}

// claim takes a part of the current window, unless it is done or taken.
func (s *scheduler) claim(part int) bool {
	waiting := s.parts[part]
	s.parts[part] = false
	return waiting
}

// process has all workers process the current window.
func (s *scheduler) process() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.parts {
		s.parts[i] = true
	}
	s.phase, s.left = jobProcess, len(s.parts)
	s.changed.Broadcast()
}

// finish has all workers finish the current window, which has been committed. Parts in which no flow ended are done.
func (s *scheduler) finish(w *window) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phase, s.left = jobFinish, 0
	for i := range s.parts {
		if s.parts[i] = len(w.parts[i].changes.Ended) > 0; s.parts[i] {
			s.left++
		}
	}
	if s.left == 0 {
		s.makeReady(w)
		return
	}
	s.changed.Broadcast()
}

// donePart reports that a part of the current window is done in its phase, and whether it was the last one.
func (s *scheduler) donePart() (last bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.left--
	return s.left == 0
}

// filledWindow takes a window that was read.
func (s *scheduler) filledWindow(w *window) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reading, s.brisk, s.ended = false, w.brisk, w.err != nil
	s.filled = append(s.filled, w)
	s.changed.Broadcast()
}

// finished takes the current window when all its parts are finished.
func (s *scheduler) finished(w *window) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.makeReady(w)
}

func (s *scheduler) makeReady(w *window) {
	s.current = nil
	s.ready = append(s.ready, w)
	s.changed.Broadcast()
}

// emitted takes a window back.
func (s *scheduler) emitted(w *window) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.emitting = false
	s.idle = append(s.idle, w)
	s.changed.Broadcast()
}

// drop gives up the current window, which is not processed.
func (s *scheduler) drop(w *window) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current = nil
	s.idle = append(s.idle, w)
	s.changed.Broadcast()
}

// flushedAll reports that no flow is alive any more.
func (s *scheduler) flushedAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flushed = true
}

// shift takes the first window of a queue.
func shift(queue *[]*window) *window {
	first := (*queue)[0]
	n := copy(*queue, (*queue)[1:])
	*queue = (*queue)[:n]
	return first
}
