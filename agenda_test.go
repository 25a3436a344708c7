package nfstream

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

func newAgenda(shards int, fixed bool) *agenda {
	a := new(agenda)
	a.init(shards, fixed, roundsInFlight, roundBatches)
	return a
}

// must returns what the agenda has for a worker.
func must(t *testing.T, a *agenda, worker int, kind jobKind) job {
	t.Helper()
	j, ok := a.next(worker)
	require.True(t, ok)
	require.Equal(t, kind, j.kind)
	return j
}

func none(t *testing.T, a *agenda, worker int) {
	t.Helper()
	_, ok := a.next(worker)
	require.False(t, ok)
}

func TestFixedConsumerDoesNotWaitForFrames(t *testing.T) {
	a := newAgenda(2, true)
	none(t, a, 0)
	a.wasRead(must(t, a, 1, jobRead).round)
	r := must(t, a, 0, jobAll).round
	a.share()
	must(t, a, 1, jobRead)
	require.Zero(t, must(t, a, 0, jobPart).part)
	require.Equal(t, 1, must(t, a, 0, jobPart).part, "the other worker may be waiting for long")
	none(t, a, 0)
	require.False(t, a.wasProcessed())
	require.True(t, a.wasProcessed())
	a.wasSettled(r)
	none(t, a, 1)
	must(t, a, 0, jobEmit)
}

func TestAnyWorkerReadsAndEmits(t *testing.T) {
	a := newAgenda(2, false)
	a.wasRead(must(t, a, 0, jobRead).round)
	a.wasSettled(must(t, a, 1, jobAll).round)
	must(t, a, 0, jobRead)
	must(t, a, 1, jobEmit)
	none(t, a, 0)
}

// TestRoundsGoRound leads rounds through a run by one worker after the other.
func TestRoundsGoRound(t *testing.T) {
	a := newAgenda(2, true)
	for range 3 * roundsInFlight {
		a.wasRead(must(t, a, 1, jobRead).round)
		r := must(t, a, 1, jobAll).round
		a.wasSettled(r)
		require.Same(t, r, must(t, a, 0, jobEmit).round)
		a.wasEmitted(r)
	}
	require.Len(t, a.idle, roundsInFlight)
	r := must(t, a, 1, jobRead).round
	r.err = io.EOF
	a.wasRead(r)
	a.drop(must(t, a, 0, jobAll).round)
	r = must(t, a, 1, jobFlush).round
	none(t, a, 0)
	a.wasSettled(r)
	require.Same(t, r, must(t, a, 0, jobEmit).round)
	a.wasEmitted(r)
	r = must(t, a, 0, jobFlush).round
	a.wasFlushed()
	a.wasSettled(r)
	must(t, a, 1, jobNone)
	must(t, a, 0, jobEmit)
	a.wasEmitted(r)
	must(t, a, 0, jobNone)
}

func TestEmittingComesFirstWhenRoundsRunOut(t *testing.T) {
	a := newAgenda(2, true)
	for range roundsInFlight {
		a.wasRead(must(t, a, 1, jobRead).round)
		a.wasSettled(must(t, a, 1, jobAll).round)
	}
	require.Empty(t, a.idle)
	none(t, a, 1)
	must(t, a, 0, jobEmit)
}
