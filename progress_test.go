package nfstream_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/bench/workload"
	"github.com/nfstream/nfstream-go/capture"
)

// halting is a source of empty batches, a millisecond each, until it is told to halt: then Next waits for the end.
type halting struct {
	noStats
	halt chan struct{}
}

type noStats struct{}

func (noStats) Stats() capture.Stats { return capture.Stats{} }
func (noStats) Close() error         { return nil }

func (h halting) Next(ctx context.Context, b *capture.Batch) error {
	b.Reset()
	b.Clock = time.Now().UnixNano()
	select {
	case <-h.halt:
		<-ctx.Done()
		return ctx.Err()
	case <-time.After(time.Millisecond):
		return ctx.Err()
	}
}

// Progress goes on while every shard comes round, and stops with one that does not.
func TestProgress(t *testing.T) {
	for name, c := range map[string]struct{ workers, shared int }{"inline": {1, 0}, "parallel": {2, 0}, "shared": {3, 3}} {
		t.Run(name, func(t *testing.T) {
			last := halting{halt: make(chan struct{})}
			sources := []capture.Source{last}
			for range c.shared - 1 {
				sources = append(sources, halting{halt: make(chan struct{})})
			}
			s, err := nfstream.NewShared(sources, nfstream.Config{Workers: c.workers})
			require.NoError(t, err)
			require.Zero(t, s.Progress())
			ctx, stop := context.WithCancel(t.Context())
			done := make(chan error)
			go func() { done <- s.Run(ctx) }()
			require.Eventually(t, func() bool { return !s.Progress().IsZero() }, time.Minute, time.Millisecond)
			begin := s.Progress()
			require.Eventually(t, func() bool { return s.Progress().After(begin) }, time.Minute, time.Millisecond)
			close(last.halt)
			require.Eventually(t, func() bool { return stands(s) }, time.Minute, time.Millisecond)
			stop()
			require.ErrorIs(t, <-done, context.Canceled)
		})
	}
}

// stands reports whether there is no progress for a while.
func stands(s *nfstream.Streamer) bool {
	before := s.Progress()
	time.Sleep(300 * time.Millisecond)
	return s.Progress().Equal(before)
}

// A sink that does not return holds up the run, by any number of workers.
func TestProgressStopsWithASink(t *testing.T) {
	var pcap bytes.Buffer
	_, err := workload.Write(&pcap, workload.Options{Name: "mix", Packets: 2000, Seed: 1})
	require.NoError(t, err)
	for _, workers := range []int{1, 2} {
		src, err := capture.NewReader(bytes.NewReader(pcap.Bytes()))
		require.NoError(t, err)
		s, err := nfstream.New(src, nfstream.Config{Workers: workers})
		require.NoError(t, err)
		free, done := make(chan struct{}), make(chan error)
		go func() { done <- s.Run(t.Context(), sinkFunc(func(*nfstream.Flow) error { <-free; return nil })) }()
		require.Eventually(t, func() bool { return stands(s) }, time.Minute, time.Millisecond)
		close(free)
		require.NoError(t, <-done)
	}
}

type sinkFunc func(*nfstream.Flow) error

func (f sinkFunc) Write(flow *nfstream.Flow) error { return f(flow) }
func (sinkFunc) Flush() error                      { return nil }
