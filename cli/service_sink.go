//go:build !tiny

package cli

import (
	"sync"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/logs"
	"github.com/nfstream/nfstream-go/internal/output"
)

// lasting is a sink of files that continues after errors, such as those of a full disk: rows that cannot be written
// are counted and logged, and it tries again after a pause. It is safe for concurrent use. Methods of a nil lasting,
// other than those of a sink, do nothing.
type lasting struct {
	log *logs.Logger
	now func() time.Time // nil for time.Now

	mu      sync.Mutex
	files   *output.Files
	wait    time.Duration // pause after the next failure, about twice the last one; 0 after a success
	again   time.Time     // end of the pause
	written uint64        // rows written at the last failure
	lost    uint64        // rows
}

// The pause after an error is minPause. It doubles with each further error, up to maxPause.
const minPause, maxPause = time.Second, time.Minute

// Write writes a flow, or counts it as lost.
func (l *lasting) Write(f *nfstream.Flow) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.pauses() {
		l.lost++
		return nil
	}
	l.handle(l.files.Write(f))
	return nil
}

// Flush flushes written rows.
func (l *lasting) Flush() error {
	l.locked((*output.Files).Flush)
	return nil
}

// pauses reports whether it is too early for another attempt. Nothing is buffered during a pause.
func (l *lasting) pauses() bool { return !l.again.IsZero() && l.clock().Before(l.again) }

func (l *lasting) clock() time.Time {
	if l.now != nil {
		return l.now()
	}
	return time.Now()
}

// handle handles the result of an attempt.
func (l *lasting) handle(err error) {
	if err == nil {
		if l.wait > 0 && l.files.Written() > l.written {
			l.wait, l.again = 0, time.Time{}
			l.log.Info("writing rows works again", "rows_lost", l.lost)
		}
		return
	}
	lost := l.files.Abandon(err)
	l.lost += lost
	l.written = l.files.Written()
	l.wait = min(max(2*l.wait, minPause), maxPause)
	l.again = l.clock().Add(l.wait)
	l.log.Error("cannot write rows", "error", err, "rows", lost, "again_in", l.wait)
}

// hurry ends the pause: the next rows are the last ones.
func (l *lasting) hurry() {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.again = time.Time{}
}

// tick performs time-based work.
func (l *lasting) tick() { l.locked((*output.Files).Tick) }

// rotate ends the current file.
func (l *lasting) rotate() { l.locked((*output.Files).Rotate) }

// locked calls do with the files, except during a pause.
func (l *lasting) locked(do func(*output.Files) error) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.pauses() {
		l.handle(do(l.files))
	}
}

// close ends the last file.
func (l *lasting) close() error {
	l.rotate()
	return nil
}

// lostRows returns the number of rows that could not be written.
func (l *lasting) lostRows() uint64 {
	if l == nil {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lost
}
