//go:build !aix && !js && !plan9 && !wasip1

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

func isTerminal(f *os.File) bool { return cwriter.IsTerminal(int(f.Fd())) }

// drawProgress draws the bar of a run that began at the given time until over is closed, and then removes it.
func drawProgress(s *nfstream.Streamer, size int64, begin time.Time, stderr io.Writer, over <-chan struct{}) {
	bars := mpb.New(mpb.WithOutput(stderr), mpb.WithWidth(48))
	bar := bars.AddBar(size,
		mpb.PrependDecorators(decor.Percentage(decor.WC{W: 5})),
		mpb.AppendDecorators(decor.CountersKibiByte("% .1f / % .1f"), decor.Name(", "),
			decor.NewAverageETA(decor.ET_STYLE_GO, begin, nil), decor.Name(" left")))
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
