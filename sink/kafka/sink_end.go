package kafka

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// Stats are what has become of the rows so far.
type Stats struct {
	Delivered uint64 // rows that brokers have acknowledged
	Dropped   uint64 // rows for which there was no room
	Rejected  uint64 // rows that brokers do not take
	Unsent    uint64 // rows in memory that had no acknowledgement when Close gave up

	// Of a spool:
	Spooled  uint64 // rows written to the spool
	Replayed uint64 // rows of earlier runs that brokers have acknowledged, a part of Delivered
	Left     uint64 // rows of this run in the spool that brokers have not acknowledged
	Torn     uint64 // segments of earlier runs with a damaged end, which is lost
}

// Flush does nothing: records leave when they have lingered.
func (s *Sink) Flush() error { return nil }

// Close waits until brokers have acknowledged all records, for close-timeout at most. The error says how many rows have
// not arrived; those in a spool are left for the next run.
func (s *Sink) Close() error {
	s.closing.Do(func() { s.ended = s.end() })
	return s.ended
}

func (s *Sink) end() error {
	ctx, cancel := context.WithTimeout(context.Background(), s.options.closing)
	defer cancel()
	var errs []error
	if s.queue != nil {
		errs = append(errs, s.queue.finish(ctx))
	} else {
		_ = s.client.Flush(ctx) // counted below
	}
	s.gate.close()
	s.client.Close()
	s.sender.Wait()
	s.await()
	s.watch.stop()
	if s.queue != nil {
		errs = append(errs, s.queue.close())
	}
	return errors.Join(append(errs, s.shortfall())...)
}

// await waits until the client has given back all records, which it does soon after its end.
func (s *Sink) await() {
	for range 500 {
		if s.pending.Load() == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// shortfall returns an error if rows have not arrived.
func (s *Sink) shortfall() error {
	n := s.Stats()
	if n.Left > 0 {
		s.rows.Warn(fmt.Errorf("kafka: %d rows are left in %s for the next run", n.Left, s.options.spool))
	}
	if n.Dropped > 0 {
		s.rows.Warn(fmt.Errorf("kafka: %d rows were dropped, since the %s was full", n.Dropped, s.place()))
	}
	if n.Unsent > 0 {
		return fmt.Errorf("kafka: %d rows had not arrived at %s after %v%s", n.Unsent, s.options.topic, s.options.closing,
			s.dials.why())
	}
	return nil
}

func (s *Sink) place() string {
	if s.queue != nil {
		return "spool"
	}
	return "buffer"
}

// Stats returns what has become of the rows so far.
func (s *Sink) Stats() Stats {
	n := Stats{Delivered: s.produced.Load(), Dropped: s.dropped.Load(), Rejected: s.rejected.Load(), Unsent: s.unsent.Load()}
	if s.queue != nil {
		s.queue.addTo(&n)
	}
	return n
}

// Lost returns the number of rows that will not arrive: those dropped, rejected, or unsent when Close gave up.
func (s *Sink) Lost() uint64 {
	n := s.Stats()
	return n.Dropped + n.Rejected + n.Unsent
}

// Run returns the run that the header HeaderRun of the records names. The ids of flows are unique in a run.
func (s *Sink) Run() string {
	i := slices.IndexFunc(s.headers, func(h kgo.RecordHeader) bool { return h.Key == HeaderRun })
	return string(s.headers[i].Value)
}
