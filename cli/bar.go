package cli

import (
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/cells"
	"golang.org/x/term"
)

// barWidth is the width of the bar in cells, if it fits in the line.
const barWidth = 48

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// drawProgress draws the bar of a run with the given start time until over is closed, and then removes it.
func drawProgress(s *nfstream.Streamer, size int64, begin time.Time, stderr io.Writer, over <-chan struct{}) {
	tick := time.NewTicker(progressInterval)
	defer tick.Stop()
	drawn := 0
	for {
		select {
		case <-over:
			_, _ = io.WriteString(stderr, "\r"+strings.Repeat(" ", drawn)+"\r")
			return
		case <-tick.C:
			line := progressLine(s.Stats().Capture.Read, size, time.Since(begin), or(lineWidth(stderr), 80)-1)
			fill := strings.Repeat(" ", max(0, drawn-len(line)))
			drawn = len(line)
			_, _ = io.WriteString(stderr, "\r"+line+fill)
		}
	}
}

// progressLine formats the share of size bytes that has been read and the remaining time, in at most width ASCII
// cells.
func progressLine(read, size int64, took time.Duration, width int) string {
	read = min(max(read, 0), size-1)
	share := float64(read) / float64(size)
	var line []byte
	line = cells.Bytes(append(line, ' '), uint64(read))
	line = cells.Bytes(append(line, " / "...), uint64(size))
	if read > 0 {
		left := time.Duration(float64(took)/share) - took
		line = cells.Duration(append(line, ", "...), left.Truncate(time.Millisecond))
		line = append(line, " left"...)
	}
	percent := cells.Right(nil, []byte(strconv.Itoa(int(100*share))+"% "), 5)
	bar := min(barWidth, width-len(percent)-len(line)-2)
	if bar >= 5 {
		done := int(share * float64(bar-1))
		percent = append(percent, '[')
		percent = append(percent, strings.Repeat("=", done)+">"+strings.Repeat("-", bar-1-done)+"]"...)
	}
	line = append(percent, line...)
	return string(line[:min(len(line), max(width, 0))])
}
