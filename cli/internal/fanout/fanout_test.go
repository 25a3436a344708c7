package fanout

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

// taker is a sink that may be blocked or fail.
type taker struct {
	mu                       sync.Mutex
	ids                      []uint64
	flushes, rotates, closes int
	gate                     chan struct{} // nil: open
	failAt                   int           // 0: never
}

var errFull = errors.New("full")

func (s *taker) Write(f *nfstream.Flow) error {
	if s.gate != nil {
		<-s.gate
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failAt > 0 && len(s.ids)+1 >= s.failAt {
		return errFull
	}
	s.ids = append(s.ids, f.ID())
	return nil
}

func (s *taker) count(n *int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	*n++
	return nil
}

func (s *taker) Flush() error  { return s.count(&s.flushes) }
func (s *taker) Rotate() error { return s.count(&s.rotates) }
func (s *taker) Close() error  { return s.count(&s.closes) }
func (s *taker) Tick() error   { return nil }

func (s *taker) taken() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.ids)
}

// flows returns flows to write.
func flows(t *testing.T) (all []*nfstream.Flow) {
	t.Helper()
	s, err := nfstream.Open(corpus.Own(t)[0], nfstream.Config{Workers: 1, IdleTimeout: time.Millisecond})
	require.NoError(t, err)
	for f, err := range s.Flows(t.Context()) {
		if err == nil {
			all = append(all, f)
		}
	}
	require.NotEmpty(t, all)
	return all
}

const roomy = 1 << 30

func write(t *testing.T, f *Fanout, all []*nfstream.Flow, n int) {
	t.Helper()
	for i := range n {
		require.NoError(t, f.Write(all[i%len(all)]))
	}
	require.NoError(t, f.Flush())
}

func closed(t *testing.T, q *Queue) {
	t.Helper()
	err, late := q.Close(time.Minute)
	require.NoError(t, err)
	require.False(t, late)
	require.Zero(t, q.Length())
}

// A sink that is blocked holds up no other one. What does not fit in its queue is counted.
func TestBlockedSink(t *testing.T) {
	all, free, blocked := flows(t), &taker{}, &taker{gate: make(chan struct{})}
	a, b := NewQueue(free, roomy, false), NewQueue(blocked, 200*all[0].Bytes(), false)
	f := New(a, b)
	for range 10 {
		write(t, f, all, 1000)
		require.Eventually(t, func() bool { return a.Length() == 0 }, time.Minute, time.Millisecond)
	}
	require.Equal(t, 10_000, free.taken())
	require.Zero(t, a.Lost())
	_, late := b.Close(10 * time.Millisecond)
	require.True(t, late)
	require.EqualValues(t, 10_000, b.Lost())
	close(blocked.gate)
	closed(t, a)
	require.Equal(t, 1, free.closes)
}

// A queue that waits loses nothing.
func TestWaits(t *testing.T) {
	all, slow := flows(t), &taker{gate: make(chan struct{})}
	go func() {
		for range 3000 {
			slow.gate <- struct{}{}
		}
	}()
	q := NewQueue(slow, 10*all[0].Bytes(), true)
	f := New(q)
	write(t, f, all, 3000)
	closed(t, q)
	require.Len(t, slow.ids, 3000)
	require.Zero(t, q.Lost())
}

// Each flow goes to the queues before or to those after a replacement, in order.
func TestReplace(t *testing.T) {
	all := flows(t)
	first, kept, second := &taker{}, &taker{}, &taker{}
	a, b, c := NewQueue(first, roomy, false), NewQueue(kept, roomy, false), NewQueue(second, roomy, false)
	f := New(a, b)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 5000 {
			_ = f.Write(all[i%len(all)])
		}
		_ = f.Flush()
	}()
	time.Sleep(time.Millisecond)
	require.NoError(t, f.Replace(b, c))
	closed(t, a)
	<-done
	closed(t, b)
	closed(t, c)
	require.Equal(t, kept.ids, append(first.ids, second.ids...))
	require.Len(t, kept.ids, 5000)
}

// The error of a sink ends its queue, and is returned to the writer. Other sinks go on.
func TestErrors(t *testing.T) {
	all, bad, good := flows(t), &taker{failAt: 300}, &taker{}
	a, b := NewQueue(bad, roomy, true), NewQueue(good, roomy, true)
	f := New(a, b)
	n := 0
	for err := error(nil); err == nil; n++ {
		err = f.Write(all[0])
		if err != nil {
			require.ErrorIs(t, err, errFull)
		}
		require.Less(t, n, 1_000_000)
		if n == 1000 {
			require.Eventually(t, func() bool { return a.Length() == 0 }, time.Minute, time.Millisecond)
		}
	}
	err, late := a.Close(0)
	require.ErrorIs(t, err, errFull)
	require.False(t, late)
	require.Equal(t, 1, bad.closes, "it is closed nevertheless")
	require.Zero(t, a.Length())
	closed(t, b)
	require.Equal(t, n/maxBatch*maxBatch, good.taken())
}

// Files end after the flows that came before.
func TestRotate(t *testing.T) {
	all, s := flows(t), &taker{gate: make(chan struct{})}
	q := NewQueue(s, roomy, false)
	f := New(q)
	write(t, f, all, 10)
	q.Rotate()
	q.Rotate()
	write(t, f, all, 10)
	for range 20 {
		s.gate <- struct{}{}
		s.mu.Lock()
		require.True(t, s.rotates == 0 || len(s.ids) >= 10)
		s.mu.Unlock()
	}
	closed(t, q)
	require.Equal(t, 1, s.rotates)
	require.Positive(t, s.flushes)
}
