package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
)

// summary tells in one line what a run did, and what it left out.
func summary(s *nfstream.Stats, took time.Duration, interrupted bool) string {
	ignored := s.Frames.Ignored()
	packets := ignored + s.Frames[packet.OK]
	parts := []string{fmt.Sprintf("%s packets, %s flows, %.2f s, %s packets/s", thousands(packets),
		thousands(s.Exported()), took.Seconds(), thousands(uint64(float64(packets)/max(took.Seconds(), 1e-6))))}
	add := func(n uint64, format string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf(format, thousands(n)))
		}
	}
	add(ignored, "%s packets ignored ("+reasons(&s.Frames)+")")
	add(s.Ended[flow.Evicted], "%s flows evicted from the full table")
	add(s.Capture.Dropped, "%s packets dropped by the capture")
	add(s.Capture.InterfaceDropped, "%s packets dropped by the interface")
	if s.Ended[flow.Limit] > 0 {
		parts = append(parts, "stopped at --max-flows")
	}
	if interrupted {
		parts = append(parts, "interrupted")
	}
	return strings.Join(parts, "; ")
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

// thousands shows a number with commas.
func thousands(n uint64) string {
	s := strconv.FormatUint(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
