package main

import (
	"io"
	"os"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/cwriter"
	"github.com/vbauerster/mpb/v8/decor"
)

const (
	progressDelay    = 500 * time.Millisecond // a run that is shorter shows no bar
	progressInterval = 100 * time.Millisecond
)

func isTerminal(f *os.File) bool { return cwriter.IsTerminal(int(f.Fd())) }

// showProgress shows a bar on a terminal, until the function that it returns is called, where the flags do not forbid
// it, the size of the input is known and no rows go to a terminal.
func (p *parameters) showProgress(s *nfstream.Streamer, stdout, stderr io.Writer) (hide func()) {
	size := s.Stats().Capture.Size
	if p.quiet || p.noProgress || size == 0 || !toTerminal(stderr) || p.output == "-" && toTerminal(stdout) {
		return func() {}
	}
	over, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		select {
		case <-over:
		case <-time.After(progressDelay):
			drawProgress(s, size, stderr, over)
		}
	}()
	return func() {
		close(over)
		<-done
	}
}

// drawProgress draws the bar until over is closed, and then removes it.
func drawProgress(s *nfstream.Streamer, size int64, stderr io.Writer, over <-chan struct{}) {
	bars := mpb.New(mpb.WithOutput(stderr), mpb.WithWidth(48))
	bar := bars.AddBar(size,
		mpb.PrependDecorators(decor.Percentage(decor.WC{W: 5})),
		mpb.AppendDecorators(decor.CountersKibiByte("% .1f / % .1f"), decor.Name("  "), decor.AverageETA(decor.ET_STYLE_GO)))
	tick := time.NewTicker(progressInterval)
	defer tick.Stop()
	for {
		select {
		case <-over:
			bar.Abort(true)
			bars.Wait()
			return
		case <-tick.C:
			bar.SetCurrent(min(s.Stats().Capture.Read, size-1))
		}
	}
}
