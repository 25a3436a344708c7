// Package logs writes the log of a service, by levels, in the two formats of package log/slog, and keeps it short: a
// message that comes again and again is written once in a while, with how many were kept back. It stands in for log/slog
// itself, which no program can link without encoding/json: a quarter of a megabyte.
package logs

import (
	"io"
	"sync"
	"time"
)

// Suppressed is the attribute that says how many records with the same level and message were kept back before this one.
const Suppressed = "suppressed"

// Level is how much a record matters.
type Level int

// The levels, with the numbers of log/slog.
const (
	Debug Level = 4*iota - 4
	Info
	Warn
	Error
)

func (l Level) String() string { return [...]string{"DEBUG", "INFO", "WARN", "ERROR"}[(l-Debug)/4] }

// Options say what is logged, and how.
type Options struct {
	Level    Level         // below which records are dropped
	JSON     bool          // an object a line, rather than key=value
	Interval time.Duration // within which records with the same level and message are written once; 0 writes all
}

// Logger writes records, each as a line by one Write. It hands the first record with a level and message on, and then one
// an interval; Sweep brings what was kept back to light. Its methods may be called at the same time.
type Logger struct {
	options Options
	now     func() time.Time
	mu      sync.Mutex
	to      io.Writer
	keys    map[key]*repeated
}

// New returns a Logger that writes to a writer.
func New(to io.Writer, o Options) *Logger {
	return &Logger{options: o, now: time.Now, to: to, keys: map[key]*repeated{}}
}

// Debug logs a message with attributes: names, each with its value behind it.
func (l *Logger) Debug(message string, attributes ...any) { l.Log(Debug, message, attributes...) }

// Info is Debug at its level.
func (l *Logger) Info(message string, attributes ...any) { l.Log(Info, message, attributes...) }

// Warn is Debug at its level.
func (l *Logger) Warn(message string, attributes ...any) { l.Log(Warn, message, attributes...) }

// Error is Debug at its level.
func (l *Logger) Error(message string, attributes ...any) { l.Log(Error, message, attributes...) }

// Log logs a message at a level. What cannot be written is lost.
func (l *Logger) Log(level Level, message string, attributes ...any) {
	if level < l.options.Level {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if kept, pass := l.admit(key{level, message}, now); pass {
		l.write(l.record(level, message, attributes, now), kept)
	} else {
		l.find(key{level, message}).last = l.record(level, message, attributes, now)
	}
}

// Sweep writes the last record of each message of which some were kept back and whose interval is over, or of each at
// all, and forgets messages that have not come again.
func (l *Logger) Sweep(all bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	for k, m := range l.keys {
		switch {
		case !all && now.Before(m.next):
		case m.kept == 0:
			delete(l.keys, k)
		default:
			l.write(m.last, m.kept-1)
			*m = repeated{next: now.Add(l.options.Interval)}
		}
	}
}
