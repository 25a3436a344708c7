package meter

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/table"
)

func newScheduler(shards int, fixed bool) *scheduler {
	s := new(scheduler)
	s.init(shards, fixed, windows, 2)
	return s
}

const windows = 6

// commit commits a window in which no flow ended.
func commit(s *scheduler, w *window) { s.finish(w) }

// must returns what the scheduler has for a worker.
func must(t *testing.T, s *scheduler, worker int, kind jobKind) job {
	t.Helper()
	j, ok := s.next(worker)
	require.True(t, ok)
	require.Equal(t, kind, j.kind)
	return j
}

func none(t *testing.T, s *scheduler, worker int) {
	t.Helper()
	_, ok := s.next(worker)
	require.False(t, ok)
}

func TestFixedConsumerDoesNotWaitForFrames(t *testing.T) {
	s := newScheduler(2, true)
	none(t, s, 0)
	s.filledWindow(must(t, s, 1, jobRead).window)
	r := must(t, s, 0, jobStart).window
	s.process()
	must(t, s, 1, jobRead)
	require.Zero(t, must(t, s, 0, jobProcess).part)
	require.Equal(t, 1, must(t, s, 0, jobProcess).part, "the other worker may be waiting for long")
	none(t, s, 0)
	require.False(t, s.donePart())
	require.True(t, s.donePart())
	commit(s, r)
	none(t, s, 1)
	must(t, s, 0, jobEmit)
}

func TestAnyWorkerReadsAndEmits(t *testing.T) {
	s := newScheduler(2, false)
	s.filledWindow(must(t, s, 0, jobRead).window)
	commit(s, must(t, s, 1, jobStart).window)
	must(t, s, 0, jobRead)
	must(t, s, 1, jobEmit)
	none(t, s, 0)
}

// TestWindowsGoRound takes windows through s run by one worker after the other.
func TestWindowsGoRound(t *testing.T) {
	s := newScheduler(2, true)
	for range 3 * windows {
		s.filledWindow(must(t, s, 1, jobRead).window)
		r := must(t, s, 1, jobStart).window
		commit(s, r)
		require.Same(t, r, must(t, s, 0, jobEmit).window)
		s.emitted(r)
	}
	require.Len(t, s.idle, windows)
	r := must(t, s, 1, jobRead).window
	r.err = io.EOF
	s.filledWindow(r)
	s.drop(must(t, s, 0, jobStart).window)
	r = must(t, s, 1, jobFlush).window
	none(t, s, 0)
	commit(s, r)
	require.Same(t, r, must(t, s, 0, jobEmit).window)
	s.emitted(r)
	r = must(t, s, 0, jobFlush).window
	s.flushedAll()
	commit(s, r)
	must(t, s, 1, jobNone)
	must(t, s, 0, jobEmit)
	s.emitted(r)
	must(t, s, 0, jobNone)
}

func TestEmittingComesFirstWhenWindowsRunOut(t *testing.T) {
	s := newScheduler(2, true)
	for range windows {
		s.filledWindow(must(t, s, 1, jobRead).window)
		commit(s, must(t, s, 1, jobStart).window)
	}
	require.Empty(t, s.idle)
	none(t, s, 1)
	must(t, s, 0, jobEmit)
}

// Ended flows are finished after the commit and before they are emitted, each part once.
func TestPartsAreFinishedAfterTheCommit(t *testing.T) {
	s := newScheduler(3, false)
	s.filledWindow(must(t, s, 0, jobRead).window)
	w := must(t, s, 0, jobStart).window
	s.process()
	s.filledWindow(must(t, s, 0, jobRead).window)
	for part := range 3 {
		require.Equal(t, part, must(t, s, part, jobProcess).part)
	}
	w.parts[0].changes.Ended = make([]table.Ended, 1)
	w.parts[2].changes.Ended = make([]table.Ended, 1)
	commit(s, w)
	require.Equal(t, 2, must(t, s, 2, jobFinish).part)
	require.Equal(t, jobRead, must(t, s, 2, jobRead).kind, "the next window waits")
	require.Zero(t, must(t, s, 1, jobFinish).part, "nothing ended in its own")
	none(t, s, 1)
	require.False(t, s.donePart())
	require.True(t, s.donePart())
	s.finished(w)
	must(t, s, 0, jobStart)
	must(t, s, 1, jobEmit)
}
