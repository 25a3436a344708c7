//go:build !tiny

package cli

import (
	"sync"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/logs"
	"github.com/nfstream/nfstream-go/internal/output"
)

// lasting is a sink of files that outlasts errors, such as those of a full disk: rows that cannot be written are counted
// and logged, and after a while it is tried again. Its methods may be called concurrently. Without files, nil, those that
// are no sink's do nothing.
type lasting struct {
	log *logs.Logger
	now func() time.Time // nil for the clock

	mu      sync.Mutex
	files   *output.Files
	wait    time.Duration // after the next failure, about twice that of the last; 0 when rows were written since
	again   time.Time     // before which nothing is tried
	written uint64        // rows, at the last failure
	lost    uint64        // rows
}

// After an error nothing is tried for leastPause, after the next one for twice as long, and so on up to mostPause.
const leastPause, mostPause = time.Second, time.Minute

// Write hands a flow on, or counts it as lost.
func (l *lasting) Write(f *nfstream.Flow) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.pauses() {
		l.lost++
		return nil
	}
	l.settle(l.files.Write(f))
	return nil
}

// Flush hands on what has been written.
func (l *lasting) Flush() error {
	l.locked((*output.Files).Flush)
	return nil
}

// pauses reports whether it is too early for another try. Nothing waits to be written meanwhile.
func (l *lasting) pauses() bool { return !l.again.IsZero() && l.clock().Before(l.again) }

func (l *lasting) clock() time.Time {
	if l.now != nil {
		return l.now()
	}
	return time.Now()
}

// settle takes the outcome of what was tried.
func (l *lasting) settle(err error) {
	if err == nil {
		if l.wait > 0 && l.files.Written() > l.written {
			l.wait, l.again = 0, time.Time{}
			l.log.Info("rows are written again", "rows_lost", l.lost)
		}
		return
	}
	lost := l.files.Abandon(err)
	l.lost += lost
	l.written = l.files.Written()
	l.wait = min(max(2*l.wait, leastPause), mostPause)
	l.again = l.clock().Add(l.wait)
	l.log.Error("rows cannot be written", "error", err, "rows", lost, "again_in", l.wait)
}

// hurry has the next row be tried at once: it is one of the last.
func (l *lasting) hurry() {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.again = time.Time{}
}

// tick does what is due by time.
func (l *lasting) tick() { l.locked((*output.Files).Tick) }

// rotate ends the current file.
func (l *lasting) rotate() { l.locked((*output.Files).Rotate) }

// locked does something with the files, unless it is too early for another try.
func (l *lasting) locked(do func(*output.Files) error) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.pauses() {
		l.settle(do(l.files))
	}
}

// close ends the last file.
func (l *lasting) close() error {
	l.rotate()
	return nil
}

// lostRows returns how many rows could not be written.
func (l *lasting) lostRows() uint64 {
	if l == nil {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lost
}
