// Package logs writes the log of a service with log/slog, and keeps it short: a message that repeats is written once in a
// while, with how many were suppressed.
package logs

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"time"
)

// Suppressed is the attribute that counts the records with the same level and message that were not written before this
// one.
const Suppressed = "suppressed"

// Options say what is logged, and how.
type Options struct {
	Level    slog.Level    // records below are dropped
	JSON     bool          // an object a line, rather than key=value
	Interval time.Duration // records with the same level and message are written once within it; 0 writes all
}

// Logger is a slog.Logger that writes the first record with a level and message, and then one an interval. Sweep writes
// what was suppressed. Its methods may be called at the same time.
type Logger struct {
	*slog.Logger
	limit *limit
}

// New returns a Logger that writes each record to a writer by one Write.
func New(to io.Writer, o Options) *Logger {
	options := &slog.HandlerOptions{Level: o.Level}
	var out slog.Handler = slog.NewTextHandler(to, options)
	if o.JSON {
		out = slog.NewJSONHandler(to, options)
	}
	l := &limit{Handler: out, interval: o.Interval, now: time.Now, seen: map[key]*repeated{}}
	return &Logger{slog.New(l), l}
}

// Sweep writes the last record of each message of which some were suppressed and whose interval is over, or of each at
// all, and forgets messages that have not come again.
func (l *Logger) Sweep(all bool) { l.limit.sweep(all) }

// maxKeys bounds how many messages are told apart. Further ones count as one.
const maxKeys = 256

type key struct {
	level   slog.Level
	message string
}

// repeated is what is known of a message.
type repeated struct {
	next       time.Time // before which no record is written
	suppressed uint64    // since the last one
	last       slog.Record
}

// limit is a slog.Handler that hands on to another what the interval allows. Attributes and groups of a logger are not
// told apart.
type limit struct {
	slog.Handler
	interval time.Duration
	now      func() time.Time
	mu       sync.Mutex
	seen     map[key]*repeated
}

// Handle writes a record or suppresses it.
func (l *limit) Handle(ctx context.Context, r slog.Record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	r.Time = l.now()
	if l.interval <= 0 {
		return l.Handler.Handle(ctx, r)
	}
	m := l.find(key{r.Level, r.Message})
	if r.Time.Before(m.next) {
		m.suppressed++
		m.last = r.Clone()
		return nil
	}
	n := m.suppressed
	*m = repeated{next: r.Time.Add(l.interval)}
	return l.write(ctx, r, n)
}

func (l *limit) write(ctx context.Context, r slog.Record, suppressed uint64) error {
	if suppressed > 0 {
		r = r.Clone()
		r.AddAttrs(slog.Uint64(Suppressed, suppressed))
	}
	return l.Handler.Handle(ctx, r)
}

// find returns what is known of a message, which is remembered from now on.
func (l *limit) find(k key) *repeated {
	if m := l.seen[k]; m != nil {
		return m
	}
	if len(l.seen) >= maxKeys {
		k = key{}
		if m := l.seen[k]; m != nil {
			return m
		}
	}
	m := new(repeated)
	l.seen[k] = m
	return m
}

func (l *limit) sweep(all bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	for k, m := range l.seen {
		switch {
		case !all && now.Before(m.next):
		case m.suppressed == 0:
			delete(l.seen, k)
		default:
			_ = l.write(context.Background(), m.last, m.suppressed-1) // what cannot be written is lost
			*m = repeated{next: now.Add(l.interval)}
		}
	}
}
