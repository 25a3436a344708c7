// Package fanout passes the flows of a run to several sinks, each with a bounded queue and a goroutine of its own, so that a
// slow one does not hold up the others. A flow is copied once for all of them.
package fanout

import (
	"errors"
	"sync"

	"github.com/nfstream/nfstream-go"
)

// Sink is a sink at the end of a queue. One goroutine calls its methods. An error of a method ends the queue, but for Close,
// which is called in any case.
type Sink interface {
	nfstream.Sink
	// Tick performs time-based work, about once a second if there is nothing else to do.
	Tick() error
	// Rotate flushes, and ends the current file.
	Rotate() error
	// Close flushes and ends the sink.
	Close() error
}

// batch is flows that all queues share. It does not change once a queue has it.
type batch struct {
	flows  []*nfstream.Flow
	bytes  int
	rotate bool // in place of flows
}

// maxBatch bounds the flows of a batch. Flush passes fewer on.
const maxBatch = 128

// Fanout is an nfstream.Sink that copies flows to queues. Replace may be called by any goroutine.
type Fanout struct {
	mu     sync.Mutex
	queues []*Queue
	next   *batch
}

// New returns a Fanout to the given queues.
func New(queues ...*Queue) *Fanout { return &Fanout{queues: queues, next: new(batch)} }

// Write copies a flow. It returns the error of a sink that has ended.
func (f *Fanout) Write(flow *nfstream.Flow) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next.flows = append(f.next.flows, flow.Clone())
	f.next.bytes += flow.Bytes()
	if len(f.next.flows) < maxBatch {
		return nil
	}
	return f.pass()
}

// pass gives the batch to all queues.
func (f *Fanout) pass() error {
	b := f.next
	if len(b.flows) == 0 {
		return nil
	}
	f.next = &batch{flows: make([]*nfstream.Flow, 0, maxBatch)}
	var errs []error
	for _, q := range f.queues {
		errs = append(errs, q.put(b))
	}
	return errors.Join(errs...)
}

// Flush passes on all flows, and asks the sinks to flush. It does not wait for them.
func (f *Fanout) Flush() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	errs := []error{f.pass()}
	for _, q := range f.queues {
		errs = append(errs, q.askFlush())
	}
	return errors.Join(errs...)
}

// Replace replaces the queues: earlier flows have gone to the old ones, later ones go to the new ones. The caller closes the
// old ones.
func (f *Fanout) Replace(queues ...*Queue) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	err := f.pass()
	f.queues = queues
	return err
}
