package nfstream

import (
	"errors"
	"time"

	"github.com/nfstream/nfstream-go/internal/meter"
)

// Sink takes flows as rows. Its methods are called one at a time, but by several goroutines if there are several workers.
type Sink interface {
	// Write takes a flow, which it borrows until it returns.
	Write(*Flow) error
	// Flush hands on what has been written so far.
	Flush() error
}

// SinkError wraps the error of a sink.
type SinkError struct{ Err error }

func (e *SinkError) Error() string { return "nfstream: writing flows: " + e.Err.Error() }

// Unwrap returns the sink's own error.
func (e *SinkError) Unwrap() error { return e.Err }

// FlushInterval is how long flows of a live source may wait in a sink before they are flushed.
const FlushInterval = meter.FlushInterval

// sinkConsumer writes flows to sinks.
type sinkConsumer struct {
	sinks   []Sink
	waiting bool // flows have been written since the last flush
	flushed time.Time
}

func (c *sinkConsumer) emit(f *Flow) error {
	c.waiting = true
	for _, sink := range c.sinks {
		if err := sink.Write(f); err != nil {
			return &SinkError{err}
		}
	}
	return nil
}

func (c *sinkConsumer) rest() (waiting bool, err error) {
	if now := time.Now(); c.waiting && now.Sub(c.flushed) >= FlushInterval {
		c.flushed = now
		err = c.flush()
	}
	return c.waiting, err
}

func (c *sinkConsumer) flush() error {
	c.waiting = false
	var errs []error
	for _, sink := range c.sinks {
		if err := sink.Flush(); err != nil {
			errs = append(errs, &SinkError{err})
		}
	}
	return errors.Join(errs...)
}
