package cli

import (
	"io"
	"os"
	"time"

	"github.com/nfstream/nfstream-go"
)

const (
	progressDelay    = 500 * time.Millisecond // a shorter run shows no bar
	progressInterval = 100 * time.Millisecond
)

// toTerminal reports whether w is a terminal.
func toTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && isTerminal(file)
}

// showProgress shows a bar on a terminal until the returned function is called. It does not if flags forbid it, the
// size of the input is unknown, or rows go to a terminal.
func (p *parameters) showProgress(s *nfstream.Streamer, stdout, stderr io.Writer) (hide func()) {
	size := s.Stats().Capture.Size
	if p.quiet || p.noProgress || size == 0 || !toTerminal(stderr) || p.outlets[0].to == "-" && toTerminal(stdout) {
		return func() {}
	}
	begin := time.Now()
	over, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		select {
		case <-over:
		case <-time.After(progressDelay):
			drawProgress(s, size, begin, stderr, over)
		}
	}()
	return func() {
		close(over)
		<-done
	}
}
