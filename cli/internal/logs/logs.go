// Package logs writes the log of a service with log/slog and limits its rate: a repeated message is written once per
// interval, with the number of suppressed ones.
package logs

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"time"
)

// Suppressed is the attribute with the number of suppressed records with the same level and message.
const Suppressed = "suppressed"

// Options configure a Logger.
type Options struct {
	Level    slog.Level    // records below are dropped
	JSON     bool          // one JSON object per line instead of key=value
	Interval time.Duration // records with the same level and message are written once per interval; 0 writes all
}

// Logger is a slog.Logger that writes the first record with a level and message, then one per interval. Sweep writes
// suppressed records. It is safe for concurrent use.
type Logger struct {
	*slog.Logger
	limit *limit
}

// New returns a Logger. It writes each record with one Write.
func New(to io.Writer, o Options) *Logger {
	l := &limit{to: to, now: time.Now, seen: map[key]*repeated{}}
	l.set(o)
	return &Logger{slog.New(l), l}
}

// Set replaces the options.
func (l *Logger) Set(o Options) { l.limit.set(o) }

func (l *limit) set(o Options) {
	l.mu.Lock()
	defer l.mu.Unlock()
	options := &slog.HandlerOptions{Level: o.Level}
	l.out, l.interval = slog.NewTextHandler(l.to, options), o.Interval
	if o.JSON {
		l.out = slog.NewJSONHandler(l.to, options)
	}
}

// Sweep writes the last record of each message with suppressed records, after its interval, or immediately if all is
// set. It forgets messages without further records.
func (l *Logger) Sweep(all bool) { l.limit.sweep(all) }

// maxKeys bounds the number of distinct messages. Further messages count as one.
const maxKeys = 256

type key struct {
	level   slog.Level
	message string
}

// repeated is the state of a message.
type repeated struct {
	next       time.Time // no record is written before this time
	suppressed uint64    // since the last written record
	last       slog.Record
}

// limit is a slog.Handler that passes records to another handler within the rate limit. It ignores attributes and
// groups of a logger.
type limit struct {
	to       io.Writer
	now      func() time.Time
	mu       sync.Mutex
	out      slog.Handler
	interval time.Duration
	seen     map[key]*repeated
}

// Enabled reports whether records of a level are written.
func (l *limit) Enabled(ctx context.Context, level slog.Level) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.out.Enabled(ctx, level)
}

// WithAttrs and WithGroup return the handler itself.
func (l *limit) WithAttrs([]slog.Attr) slog.Handler { return l }
func (l *limit) WithGroup(string) slog.Handler      { return l }

// Handle writes a record or suppresses it.
func (l *limit) Handle(ctx context.Context, r slog.Record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	r.Time = l.now()
	if l.interval <= 0 {
		return l.out.Handle(ctx, r)
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
	return l.out.Handle(ctx, r)
}

// find returns the state of a message, and creates it if necessary.
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
			_ = l.write(context.Background(), m.last, m.suppressed-1) // write errors are ignored
			*m = repeated{next: now.Add(l.interval)}
		}
	}
}
