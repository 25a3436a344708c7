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
	// oneSignal is the time in which further signals count as the first one: timeout(1) sends two, and a terminal and
	// a service manager may both send one.
	oneSignal = time.Second
	// sayTime is the maximum time that an interrupt waits for its message to be written.
	sayTime = 100 * time.Millisecond
)

// interruptible returns a context that the first SIGINT or SIGTERM cancels. say, if not nil, then reports it to the
// user. Further signals within oneSignal are ignored, also after the run; a later one ends the process. Until then a
// write to a closed pipe is an ordinary error and does not end the process.
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
		announce(say)
		cancel(errInterrupted)
		outlive(signals, again, over)
	}()
	return ctx, sync.OnceFunc(func() {
		close(over)
		cancel(nil)
	})
}

// announce calls say, and does not wait if it hangs.
func announce(say func()) {
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

// outlive ignores signals until again, and then ends the process at the next one before over.
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
