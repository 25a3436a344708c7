package logs

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// book is a log of which a test reads the lines, with a clock that the test sets.
type book struct {
	text    bytes.Buffer
	now     time.Time
	limiter *Limiter
	*slog.Logger
}

func newBook(interval time.Duration) *book {
	b := &book{now: time.Unix(1000, 0)}
	h := slog.NewTextHandler(&b.text, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}})
	b.limiter = Limit(h, interval)
	b.limiter.state.now = func() time.Time { return b.now }
	b.Logger = slog.New(b.limiter)
	return b
}

func (b *book) lines() []string {
	defer b.text.Reset()
	return strings.Split(strings.TrimSpace(b.text.String()), "\n")
}

func TestLimit(t *testing.T) {
	b := newBook(time.Minute)
	for i := range 5 {
		b.Warn("lost", "n", i)
		b.With("a", 1).WithGroup("g").Warn("lost", "n", i) // the same message
		b.Info("lost")                                     // of another level
	}
	require.Equal(t, []string{"level=WARN msg=lost n=0", "level=INFO msg=lost"}, b.lines())
	b.now = b.now.Add(time.Minute)
	b.Warn("lost", "n", 5)
	b.Warn("lost", "n", 6)
	require.Equal(t, []string{"level=WARN msg=lost n=5 suppressed=9"}, b.lines())
}

func TestSweep(t *testing.T) {
	b := newBook(time.Minute)
	for i := range 4 {
		b.With("a", i).Warn("lost", "n", i)
	}
	b.Info("once")
	b.lines()
	b.limiter.Sweep(t.Context(), false)
	require.Equal(t, []string{""}, b.lines(), "the interval is not over")
	b.now = b.now.Add(time.Minute)
	b.limiter.Sweep(t.Context(), false)
	require.Equal(t, []string{"level=WARN msg=lost a=3 n=3 suppressed=2"}, b.lines())
	require.Len(t, b.limiter.state.keys, 1)
	b.Warn("lost")
	b.limiter.Sweep(t.Context(), true)
	require.Equal(t, []string{"level=WARN msg=lost"}, b.lines())
	b.limiter.Sweep(t.Context(), true)
	require.Empty(t, b.limiter.state.keys)
}

func TestNoLimit(t *testing.T) {
	b := newBook(0)
	b.Warn("x")
	b.Warn("x")
	require.Len(t, b.lines(), 2)
}

// However many messages there are, what is remembered of them is bounded.
func TestManyMessages(t *testing.T) {
	b := newBook(time.Minute)
	for i := range 10 * maxKeys {
		b.Warn(fmt.Sprint("message ", i))
	}
	require.Len(t, b.lines(), maxKeys+1)
	require.LessOrEqual(t, len(b.limiter.state.keys), maxKeys+1)
	b.limiter.Sweep(t.Context(), true)
	require.Contains(t, b.lines()[0], "suppressed=")
}

func TestConcurrently(t *testing.T) {
	l := slog.New(Limit(slog.DiscardHandler, time.Nanosecond))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 1000 {
				l.Warn("x")
				l.Handler().(*Limiter).Sweep(t.Context(), false)
			}
		})
	}
	all.Wait()
}

func TestWriter(t *testing.T) {
	b := newBook(0)
	fmt.Fprintln(Writer{b.Logger, slog.LevelWarn}, "nfstream: something is missing")
	require.Equal(t, []string{`level=WARN msg="something is missing"`}, b.lines())
}
