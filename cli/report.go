package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/nfstream/nfstream-go"
)

// errDuration ends a run whose --duration is over.
var errDuration = errors.New("--duration is over")

// bounded returns a context that ends after --duration too.
func (p *parameters) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if p.duration <= 0 {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(ctx, p.duration, errDuration)
}

// reports says how far the run is, every --performance-report and whenever the user asks by a signal, until the function
// that it returns is called.
func (p *parameters) reports(s *nfstream.Streamer, begin time.Time, stderr io.Writer) (end func()) {
	asked := make(chan os.Signal, 1)
	forget := notifyAsked(asked)
	var due <-chan time.Time
	stop := func() {}
	if p.report > 0 {
		ticker := time.NewTicker(p.report)
		due, stop = ticker.C, ticker.Stop
	}
	over, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-over:
				return
			case <-due:
			case <-asked:
			}
			stats := s.Stats()
			fmt.Fprintln(stderr, summary(&stats, time.Since(begin), ""))
		}
	}()
	return func() {
		forget()
		stop()
		close(over)
		<-done
	}
}
