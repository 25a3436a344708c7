package logs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// book is a log of which a test reads the lines, with a clock that the test sets.
type book struct {
	text bytes.Buffer
	now  time.Time
	*Logger
}

func newBook(interval time.Duration) *book {
	b := &book{now: time.Unix(1000, 0)}
	b.Logger = New(&b.text, Options{Interval: interval})
	b.Logger.now = func() time.Time { return b.now }
	return b
}

func (b *book) lines() []string {
	defer b.text.Reset()
	lines := strings.Split(strings.TrimSpace(b.text.String()), "\n")
	for i, line := range lines {
		_, lines[i], _ = strings.Cut(line, " ") // behind the time
	}
	return lines
}

func TestLimit(t *testing.T) {
	b := newBook(time.Minute)
	for i := range 5 {
		b.Warn("lost", "n", i)
		b.Warn("lost", "a", 1) // the same message
		b.Info("lost")         // of another level
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
	require.Len(t, b.keys, 1)
	b.Warn("lost")
	b.Sweep(true)
	require.Equal(t, []string{"level=WARN msg=lost"}, b.lines())
	b.Sweep(true)
	require.Empty(t, b.keys)
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
	require.LessOrEqual(t, len(b.keys), maxKeys+1)
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
	fmt.Fprintln(Writer{b.Logger, Warn}, "nfstream: something is missing")
	require.Equal(t, []string{`level=WARN msg="something is missing"`}, b.lines())
}

// The formats are those of log/slog.
func TestFormats(t *testing.T) {
	at := time.Date(2026, 11, 25, 1, 2, 3, 456_789_000, time.UTC)
	attributes := []any{"n", 1, "big", uint64(1 << 63), "text", "plain", "blank", "a b", "empty", "", "quote", `a"b\c=d`, "equals", "a=b",
		"backslash", `a\b`, "é", "é", "odd name", "\t\x00", "for", 1500 * time.Millisecond, "list", []string{"a", "b c"}, "one", []string{"x"},
		"error", errors.New("it is \"bad\"")}
	for _, json := range []bool{false, true} {
		var own, theirs bytes.Buffer
		l := New(&own, Options{JSON: json, Level: Info})
		l.now = func() time.Time { return at }
		var h slog.Handler = slog.NewTextHandler(&theirs, nil)
		if json {
			h = slog.NewJSONHandler(&theirs, nil)
		}
		l.Debug("dropped")
		l.Warn("what happens", attributes...)
		r := slog.NewRecord(at, slog.LevelWarn, "what happens", 0)
		r.Add(attributes...)
		require.NoError(t, h.Handle(t.Context(), r))
		require.Equal(t, theirs.String(), own.String())
	}
	for _, level := range []Level{Debug, Info, Warn, Error} {
		require.Equal(t, slog.Level(level).String(), level.String())
	}
}
