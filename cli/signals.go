package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// errInterrupted ends a run on SIGINT or SIGTERM.
var errInterrupted = errors.New("interrupted")

const (
	// oneSignal is within which time after the first signal others are that one: timeout(1) sends two, and a terminal
	// and a service manager may both send theirs.
	oneSignal = time.Second
	// sayTime is how long an interrupt waits for its message to be written.
	sayTime = 100 * time.Millisecond
)

// interruptible returns a context that the first SIGINT or SIGTERM ends, of which say, unless it is nil, tells the user.
// Further ones within oneSignal are that one, also when the run is over by then; a later one ends the process. Meanwhile
// a write to a closed pipe is an error like others, rather than the end of the process.
func interruptible(say func()) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	ignoreClosedPipes()
	over := make(chan struct{})
	go func() {
		defer signal.Stop(signals)
		select {
		case <-over:
			return
		case <-signals:
		}
		again := time.After(oneSignal)
		told(say)
		cancel(errInterrupted)
		outlive(signals, again, over)
	}()
	return ctx, sync.OnceFunc(func() {
		close(over)
		cancel(nil)
	})
}

// told calls say, and does not wait for one that hangs.
func told(say func()) {
	if say == nil {
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		say()
	}()
	select {
	case <-done:
	case <-time.After(sayTime):
	}
}

// outlive passes over signals until again, and then ends the process with the next one that comes before over.
func outlive(signals chan os.Signal, again <-chan time.Time, over <-chan struct{}) {
	for waiting := true; waiting; {
		select {
		case <-signals:
		case <-again:
			waiting = false
		}
	}
	select {
	case <-over:
	case s := <-signals:
		signal.Reset(os.Interrupt, syscall.SIGTERM)
		dieOf(s)
	}
}
