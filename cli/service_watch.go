//go:build !tiny

package cli

import (
	"fmt"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/logs"
	"github.com/nfstream/nfstream-go/cli/internal/notify"
	"github.com/nfstream/nfstream-go/flow"
)

const (
	tick = time.Second
	// stuck is after how long without progress a service counts as not healthy, and leastStuck how soon that can be told:
	// a quiet run comes round once a second.
	stuck, leastStuck = 10 * time.Second, 3 * time.Second
)

// watch looks after the service, until the function that it returns is called: files whose date is over, losses, and the
// service manager's watchdog.
func (s *service) watch() (stop func()) {
	stops := []func(){every(tick, s.sink.tick)}
	losses := losses{sink: s.sink.lostRows}
	look := func() {
		stats := s.stream.Stats()
		losses.report(s.log, &stats)
		s.log.Sweep(false)
		s.tell(notify.Status(s.status(&stats)))
	}
	stops = append(stops, every(max(s.logs.Interval, tick), look))
	if interval := notify.WatchdogInterval(); interval > 0 {
		stops = append(stops, every(max(interval/4, time.Millisecond), func() { s.feed(interval) }))
	}
	return func() {
		for _, stop := range stops {
			stop()
		}
		look()
	}
}

// feed tells the watchdog that the service is alive, if the meter has come round lately.
func (s *service) feed(interval time.Duration) {
	if age := progressAge(s.stream, s.began); age > max(interval/2, leastStuck) {
		s.log.Error("the meter has not come round", "for", age.Round(time.Millisecond))
		return
	}
	s.tell(notify.Alive)
}

// progressAge returns the time since the meter of a run last made progress, or since the start of the run. It is 0 for
// captures, which the meter may wait for.
func progressAge(stream *nfstream.Streamer, start time.Time) time.Duration {
	if !stream.Live() {
		return 0
	}
	last := stream.Progress()
	if last.Before(start) {
		last = start
	}
	return max(time.Since(last), 0)
}

// status tells in a line how the service is.
func (s *service) status(stats *nfstream.Stats) string {
	lost := stats.Capture.Dropped + stats.Capture.InterfaceDropped
	return fmt.Sprintf("%s, %s, %s alive; %s lost, %s lost", count(stats.Capture.Received, "packet"),
		count(stats.Flows, "flow"), thousands(alive(stats)), count(lost, "packet"), count(s.sink.lostRows(), "row"))
}

// alive returns how many flows are.
func alive(stats *nfstream.Stats) uint64 { return stats.Flows - min(stats.Flows, stats.Exported()) }

// losses remembers what was lost, so that what was lost since is told.
type losses struct {
	sink func() uint64
	last [6]uint64
}

// report logs what was lost since the last report, by where.
func (l *losses) report(log *logs.Logger, stats *nfstream.Stats) {
	now := [6]uint64{stats.Capture.Dropped, stats.Capture.InterfaceDropped, stats.Ended[flow.Evicted], l.sink(),
		stats.Uninspected, stats.CutShort}
	for i, what := range [6]string{"packets were dropped by the capture: the ring was full",
		"packets were dropped by the interface", "flows were evicted from the full table", "rows could not be written",
		"flows were not inspected for want of memory", "inspections were cut short for want of memory"} {
		if now[i] > l.last[i] {
			log.Warn(what, "count", now[i]-l.last[i], "total", now[i])
		}
	}
	l.last = now
}
