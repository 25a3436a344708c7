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
// and logged, and after a while another file is begun. Its methods may be called concurrently. Without files, nil, those
// that are no sink's do nothing.
type lasting struct {
	log *logs.Logger

	mu    sync.Mutex
	files *output.Files
	again time.Time // before which nothing is tried
	lost  uint64    // rows
}

// pause is for how long nothing is tried after an error.
const pause = time.Second

// Write hands a flow on, or counts it as lost.
func (l *lasting) Write(f *nfstream.Flow) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.again.IsZero() && time.Now().Before(l.again) {
		l.lost++
		return nil
	}
	l.settle(l.files.Write(f))
	return nil
}

// Flush hands on what has been written.
func (l *lasting) Flush() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.settle(l.files.Flush())
	return nil
}

// settle takes the outcome of what was tried.
func (l *lasting) settle(err error) {
	if err == nil {
		l.again = time.Time{}
		return
	}
	lost := l.files.Abandon()
	l.lost += lost
	l.again = time.Now().Add(pause)
	l.log.Error("rows cannot be written", "error", err, "rows", lost)
}

// tick does what is due by time.
func (l *lasting) tick() { l.locked((*output.Files).Tick) }

// rotate ends the current file.
func (l *lasting) rotate() { l.locked((*output.Files).Rotate) }

func (l *lasting) locked(do func(*output.Files) error) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := do(l.files); err != nil {
		l.settle(err)
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
