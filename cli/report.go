package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/nfstream/nfstream-go"
)

// reports prints the summary at each --performance-report and at each signal of the user, until the returned function
// is called.
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
