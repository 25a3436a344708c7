// Package logs keeps the log of a service short: a message that comes again and again is written once in a while, with how
// many were kept back.
package logs

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// Suppressed is the attribute that says how many records with the same level and message were kept back before this one.
const Suppressed = "suppressed"

// maxKeys bounds how many messages are told apart. Further ones count as one.
const maxKeys = 256

// Limiter is a slog.Handler that hands the first record with a level and message on, and then one an interval. Sweep
// brings what was kept back to light.
type Limiter struct {
	slog.Handler
	state *state
}

type state struct {
	interval time.Duration
	now      func() time.Time
	mu       sync.Mutex
	keys     map[key]*repeated
}

type key struct {
	level   slog.Level
	message string
}

// repeated is what is known of a message.
type repeated struct {
	next time.Time // before which no record is handed on
	kept uint64    // back since the last one
	last slog.Record
	to   slog.Handler // of the last
}

// Limit returns a Limiter in front of a handler. An interval of 0 hands everything on.
func Limit(h slog.Handler, interval time.Duration) *Limiter {
	return &Limiter{h, &state{interval: interval, now: time.Now, keys: map[key]*repeated{}}}
}

// Handle hands a record on, or keeps it back.
func (l *Limiter) Handle(ctx context.Context, r slog.Record) error {
	if l.state.interval <= 0 {
		return l.Handler.Handle(ctx, r)
	}
	kept, pass := l.state.admit(key{r.Level, r.Message}, r, l.Handler)
	if !pass {
		return nil
	}
	return hand(ctx, l.Handler, r, kept)
}

func hand(ctx context.Context, h slog.Handler, r slog.Record, kept uint64) error {
	if kept > 0 {
		r = r.Clone()
		r.AddAttrs(slog.Uint64(Suppressed, kept))
	}
	return h.Handle(ctx, r)
}

// admit reports whether a record may pass, and how many were kept back before it.
func (s *state) admit(k key, r slog.Record, to slog.Handler) (kept uint64, pass bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	m := s.keys[k]
	if m == nil {
		m = s.add(k)
	}
	if now.Before(m.next) {
		m.kept++
		m.last, m.to = r.Clone(), to
		return 0, false
	}
	kept, m.kept = m.kept, 0
	m.next, m.last, m.to = now.Add(s.interval), slog.Record{}, nil
	return kept, true
}

func (s *state) add(k key) *repeated {
	if len(s.keys) >= maxKeys {
		k = key{}
		if m := s.keys[k]; m != nil {
			return m
		}
	}
	m := new(repeated)
	s.keys[k] = m
	return m
}

// Sweep hands on the last record of each message of which some were kept back and whose interval is over, or of each at
// all, and forgets messages that have not come again.
func (l *Limiter) Sweep(ctx context.Context, all bool) {
	for _, m := range l.state.due(all) {
		_ = hand(ctx, m.to, m.last, m.kept-1)
	}
}

func (s *state) due(all bool) (due []repeated) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	for k, m := range s.keys {
		switch {
		case !all && now.Before(m.next):
		case m.kept == 0:
			delete(s.keys, k)
		default:
			due = append(due, *m)
			*m = repeated{next: now.Add(s.interval)}
		}
	}
	return due
}

// WithAttrs returns a Limiter with attributes, which counts together with this one.
func (l *Limiter) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &Limiter{l.Handler.WithAttrs(attrs), l.state}
}

// WithGroup returns a Limiter with a group, which counts together with this one.
func (l *Limiter) WithGroup(name string) slog.Handler {
	return &Limiter{l.Handler.WithGroup(name), l.state}
}
