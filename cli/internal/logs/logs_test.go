package logs

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// book is a log with a clock that the test sets. The test reads its lines.
type book struct {
	text bytes.Buffer
	now  time.Time
	*Logger
}

func newBook(interval time.Duration) *book {
	b := &book{now: time.Unix(1000, 0)}
	b.Logger = New(&b.text, Options{Interval: interval})
	b.limit.now = func() time.Time { return b.now }
	return b
}

func (b *book) lines() []string {
	defer b.text.Reset()
	lines := strings.Split(strings.TrimSpace(b.text.String()), "\n")
	for i, line := range lines {
		_, lines[i], _ = strings.Cut(line, " ") // after the time
	}
	return lines
}

func TestLimit(t *testing.T) {
	b := newBook(time.Minute)
	for i := range 5 {
		b.Warn("lost", "n", i)
		b.Warn("lost", "a", 1) // the same message
		b.Info("lost")         // another level
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
		b.Warn("lost", "a", i, "n", i)
	}
	b.Info("once")
	b.lines()
	b.Sweep(false)
	require.Equal(t, []string{""}, b.lines(), "the interval is not over")
	b.now = b.now.Add(time.Minute)
	b.Sweep(false)
	require.Equal(t, []string{"level=WARN msg=lost a=3 n=3 suppressed=2"}, b.lines())
	require.Len(t, b.limit.seen, 1)
	b.Warn("lost")
	b.Sweep(true)
	require.Equal(t, []string{"level=WARN msg=lost"}, b.lines())
	b.Sweep(true)
	require.Empty(t, b.limit.seen)
}

func TestNoLimit(t *testing.T) {
	b := newBook(0)
	b.Warn("x")
	b.Warn("x")
	require.Len(t, b.lines(), 2)
}

// The memory for messages is bounded.
func TestManyMessages(t *testing.T) {
	b := newBook(time.Minute)
	for i := range 10 * maxKeys {
		b.Warn(fmt.Sprint("message ", i))
	}
	require.Len(t, b.lines(), maxKeys+1)
	require.LessOrEqual(t, len(b.limit.seen), maxKeys+1)
	b.Sweep(true)
	require.Contains(t, b.lines()[0], "suppressed=")
}

func TestConcurrently(t *testing.T) {
	l := New(io.Discard, Options{Interval: time.Nanosecond})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 1000 {
				l.Warn("x")
				l.Sweep(false)
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

func TestOptions(t *testing.T) {
	var text bytes.Buffer
	l := New(&text, Options{JSON: true, Level: slog.LevelWarn})
	l.Info("dropped")
	l.Warn("kept", "n", 1)
	require.Regexp(t, `^{"time":"[^"]*","level":"WARN","msg":"kept","n":1}\n$`, text.String())
}
