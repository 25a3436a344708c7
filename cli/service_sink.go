//go:build !tiny

package cli

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/logs"
)

// emitter is the sink of one output. By default it continues after errors, such as those of a full disk: rows that cannot be
// written are counted and logged, and it tries again after a pause. A strict one returns errors. It is safe for concurrent
// use, and a fanout.Sink.
type emitter struct {
	name   string // for the log
	log    *logs.Logger
	strict bool
	now    func() time.Time // nil for time.Now

	mu      sync.Mutex
	sink    survivor
	wait    time.Duration // pause after the next failure, about twice the last one; 0 after a success
	again   time.Time     // end of the pause
	marked  uint64        // rows written at the last failure
	given   atomic.Uint64 // rows
	lost    atomic.Uint64 // rows
	written atomic.Uint64 // rows
	errors  atomic.Uint64
}

// survivor is a sink that can be used after an error. output.Files is one.
type survivor interface {
	nfstream.Sink
	Tick() error
	Rotate() error
	Close() error
	Abandon(cause error) (lost uint64)
	Written() uint64
}

// plainSink makes a survivor of a sink that is not a file.
type plainSink struct {
	nfstream.Sink
	close       func() error
	given, gone uint64
	failed      bool // the last flow was not taken
}

func (s *plainSink) Write(f *nfstream.Flow) error {
	s.given++
	err := s.Sink.Write(f)
	s.failed = err != nil
	return err
}

func (s *plainSink) Tick() error   { return nil }
func (s *plainSink) Rotate() error { return s.Flush() }
func (s *plainSink) Close() error  { return s.close() }

// Abandon returns the rows lost since the last call.
func (s *plainSink) Abandon(error) (lost uint64) {
	if taker, ok := s.Sink.(interface{ Taken() uint64 }); ok {
		lost = s.given - s.gone - taker.Taken()
	} else if s.failed {
		lost = 1
	}
	s.failed = false
	s.gone += lost
	return lost
}

func (s *plainSink) Written() uint64 {
	if taker, ok := s.Sink.(interface{ Taken() uint64 }); ok {
		return taker.Taken()
	}
	return s.given - min(s.given, s.gone+lostBy(s.Sink))
}

// lostBy returns the rows that a target has lost by itself.
func lostBy(sink any) uint64 {
	if plain, ok := sink.(*plainSink); ok {
		sink = plain.Sink
	}
	if s, ok := sink.(interface{ Lost() uint64 }); ok {
		return s.Lost()
	}
	return 0
}

// The pause after an error is minPause. It doubles with each further error, up to maxPause.
const minPause, maxPause = time.Second, time.Minute

// Write writes a flow, or counts it as lost.
func (l *emitter) Write(f *nfstream.Flow) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.given.Add(1)
	if l.pauses() {
		l.lost.Add(1)
		return nil
	}
	return l.handle(l.sink.Write(f))
}

// pauses reports whether it is too early for another attempt. Nothing is buffered during a pause.
func (l *emitter) pauses() bool { return !l.again.IsZero() && l.clock().Before(l.again) }

func (l *emitter) clock() time.Time {
	if l.now != nil {
		return l.now()
	}
	return time.Now()
}

// handle handles the result of an attempt.
func (l *emitter) handle(err error) error {
	written := l.sink.Written()
	l.written.Store(written)
	if err == nil {
		if l.wait > 0 && written > l.marked {
			l.wait, l.again = 0, time.Time{}
			l.log.Info("writing rows works again", "output", l.name, "rows_lost", l.lost.Load())
		}
		return nil
	}
	l.errors.Add(1)
	if l.strict {
		return err
	}
	lost := l.sink.Abandon(err)
	l.lost.Add(lost)
	l.marked = l.sink.Written()
	l.wait = min(max(2*l.wait, minPause), maxPause)
	l.again = l.clock().Add(l.wait)
	l.log.Error("cannot write rows", "output", l.name, "error", err, "rows", lost, "again_in", l.wait)
	return nil
}

// hurry ends the pause: the next rows are the last ones.
func (l *emitter) hurry() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.again = time.Time{}
}

// Flush flushes written rows, Tick performs time-based work, and Rotate ends the current file.
func (l *emitter) Flush() error  { return l.do(survivor.Flush) }
func (l *emitter) Tick() error   { return l.do(survivor.Tick) }
func (l *emitter) Rotate() error { return l.do(survivor.Rotate) }

// do calls a method of the sink, except during a pause.
func (l *emitter) do(method func(survivor) error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.pauses() {
		return nil
	}
	return l.handle(method(l.sink))
}

// Close ends the last file, or the target. It counts rows that cannot be written any more.
func (l *emitter) Close() error {
	l.hurry()
	err := l.Rotate()
	l.mu.Lock()
	defer l.mu.Unlock()
	if e := l.sink.Close(); e != nil {
		if l.strict && err == nil {
			err = e
		} else if !l.strict {
			_ = l.handle(e)
		}
	}
	l.written.Store(l.sink.Written())
	return err
}

// lostRows returns the number of rows that were not written.
func (l *emitter) lostRows() uint64 {
	lost := l.lost.Load() + lostBy(l.sink)
	if l.strict && l.errors.Load() > 0 {
		lost += l.given.Load() - min(l.given.Load(), l.written.Load())
	}
	return lost
}
