package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
)

// summary describes in one line the work of a run, what was ignored or lost, and why it ended, if not by itself.
func summary(s *nfstream.Stats, took time.Duration, why string) string {
	packets := s.Frames.Ignored() + s.Frames[packet.OK]
	rate := float64(packets) / max(took.Seconds(), 1e-6)
	parts := []string{fmt.Sprintf("%s, %s, %.2f s, %s packets/s", count(packets, "packet"), count(s.Exported(), "flow"),
		took.Seconds(), thousands(uint64(rate)))}
	parts = append(parts, notes(s)...)
	if why != "" {
		parts = append(parts, why)
	}
	return strings.Join(parts, "; ")
}

// notesOf returns what describes the losses of a run so far.
func notesOf(s *nfstream.Streamer) func() []string {
	return func() []string {
		stats := s.Stats()
		return notes(&stats)
	}
}

// notes describes what was ignored, lost or cut short.
func notes(s *nfstream.Stats) (parts []string) {
	ignored := s.Frames.Ignored()
	add := func(n uint64, what, fate string) {
		if n > 0 {
			parts = append(parts, count(n, what)+" "+fate)
		}
	}
	add(ignored, "packet", "ignored ("+reasons(&s.Frames)+")")
	add(s.Capture.Filtered, "packet", "filtered out")
	add(s.Capture.ClampedTimes, "packet", "with a time outside 1677 to 2262")
	add(s.Frames[packet.Damaged], "packet", "with a damaged transport header")
	add(s.Frames[packet.Orphan], "fragment", "without a first fragment")
	add(s.Frames[packet.Partial], "packet", "in tunnels of which only a fragment was seen")
	add(s.Uninspected, "flow", "not inspected because of the memory limit")
	add(s.CutShort, "inspection", "ended early because of the memory limit")
	add(s.Ended[flow.Evicted], "flow", "evicted because the table was full")
	add(s.Capture.Dropped, "packet", "dropped by the capture")
	add(s.Capture.InterfaceDropped, "packet", "dropped by the interface")
	if s.Ended[flow.Limit] > 0 {
		parts = append(parts, "stopped at --max-flows")
	}
	return parts
}

// reasons lists why packets were ignored.
func reasons(c *packet.Counts) string {
	var list []string
	for status := packet.OK + 1; status < packet.NumStatus; status++ {
		if c[status] > 0 {
			list = append(list, thousands(c[status])+" "+status.String())
		}
	}
	return strings.Join(list, ", ")
}

// count shows a number of things.
//
//go:noinline
func count(n uint64, what string) string {
	if n != 1 {
		what += "s"
	}
	return thousands(n) + " " + what
}

// thousands shows a number with commas.
func thousands(n uint64) string {
	s := strconv.FormatUint(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
