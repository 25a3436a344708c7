package fanout

import (
	"sync"
	"time"
)

// Queue passes flows to a sink in a goroutine of its own.
type Queue struct {
	sink Sink
	wait bool // when it is full

	mu      sync.Mutex
	room    sync.Cond
	batches []*batch
	flows   int // in batches, and in the one that the sink has
	bytes   int // likewise
	limit   int
	lost    uint64 // that did not fit, or were given up
	flush   bool   // asked for
	ending  bool
	err     error

	wake chan struct{} // there is something to do
	done chan struct{} // the goroutine has ended
}

// interval is how often Sink.Tick is called.
const interval = time.Second

// NewQueue starts a queue of about limit bytes of flows. When it is full it waits for the sink, or else flows are lost.
func NewQueue(sink Sink, limit int, wait bool) *Queue {
	q := &Queue{sink: sink, limit: limit, wait: wait, wake: make(chan struct{}, 1), done: make(chan struct{})}
	q.room.L = &q.mu
	go q.work()
	return q
}

// put adds flows. It returns the error of the sink.
func (q *Queue) put(b *batch) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.wait && q.full(b) && q.err == nil && !q.ending {
		q.room.Wait()
	}
	switch {
	case q.err != nil:
		return q.err
	case q.ending || q.full(b):
		q.lost += uint64(len(b.flows))
		return nil
	}
	q.batches = append(q.batches, b)
	q.flows += len(b.flows)
	q.bytes += b.bytes
	q.signal()
	return nil
}

// full reports whether a batch does not fit. An empty queue takes any.
func (q *Queue) full(b *batch) bool { return q.flows > 0 && q.bytes+b.bytes > q.limit }

func (q *Queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// askFlush asks for a flush when no flow waits. It does not wait for it.
func (q *Queue) askFlush() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.flush = true
	q.signal()
	return q.err
}

// Rotate ends the current file after the flows so far. It does not wait.
func (q *Queue) Rotate() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if n := len(q.batches); q.err == nil && !q.ending && (n == 0 || !q.batches[n-1].rotate) {
		q.batches = append(q.batches, &batch{rotate: true})
		q.signal()
	}
}

// Length returns the number of flows that wait.
func (q *Queue) Length() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.flows
}

// Lost returns the number of flows that did not fit or were given up.
func (q *Queue) Lost() uint64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.lost
}

// Close ends the queue and its sink when the sink has all flows. It gives up after a time, 0 for never: then the flows that
// wait are lost, late is true, and the sink may be blocked for good.
func (q *Queue) Close(within time.Duration) (err error, late bool) {
	q.mu.Lock()
	q.ending = true
	q.signal()
	q.room.Broadcast()
	q.mu.Unlock()
	var over <-chan time.Time
	if within > 0 {
		timer := time.NewTimer(within)
		defer timer.Stop()
		over = timer.C
	}
	select {
	case <-q.done:
	case <-over:
		late = true
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if late {
		q.lost += uint64(q.flows)
		q.batches, q.flows, q.bytes = nil, 0, 0
	}
	return q.err, late
}

// work passes flows to the sink until the end.
func (q *Queue) work() {
	defer close(q.done)
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			q.fail(q.sink.Tick())
		default:
		}
		b, flush, ending := q.take()
		switch {
		case b != nil:
			q.finish(b, q.write(b))
		case flush:
			q.fail(q.sink.Flush())
		case ending:
			q.fail(q.sink.Close())
			return
		default:
			select {
			case <-q.wake:
			case <-ticker.C:
				q.fail(q.sink.Tick())
			}
		}
	}
}

// take returns the next flows, or what is to be done after all flows.
func (q *Queue) take() (b *batch, flush, ending bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.batches) > 0 {
		b = q.batches[0]
		n := copy(q.batches, q.batches[1:])
		q.batches[n] = nil
		q.batches = q.batches[:n]
		return b, false, false
	}
	flush = q.flush && q.err == nil
	q.flush = false
	return nil, flush, q.ending
}

// write passes flows to the sink, up to an error.
func (q *Queue) write(b *batch) error {
	if b.rotate {
		return q.sink.Rotate()
	}
	for i, f := range b.flows {
		if err := q.sink.Write(f); err != nil {
			return q.giveUp(len(b.flows)-i, err)
		}
	}
	return nil
}

func (q *Queue) giveUp(rows int, err error) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.lost += uint64(rows)
	return err
}

// finish takes a batch out of the account.
func (q *Queue) finish(b *batch, err error) {
	q.fail(err)
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.flows > 0 { // not given up
		q.flows -= len(b.flows)
		q.bytes -= b.bytes
	}
	q.room.Broadcast()
}

// fail notes the first error. Flows that wait are lost then.
func (q *Queue) fail(err error) {
	if err == nil {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err != nil {
		return
	}
	q.err = err
	for _, b := range q.batches {
		q.lost += uint64(len(b.flows))
		q.flows -= len(b.flows)
		q.bytes -= b.bytes
	}
	q.batches = nil
	q.room.Broadcast()
}
