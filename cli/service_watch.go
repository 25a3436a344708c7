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
	// stuck is the time without progress after which a service is unhealthy. leastStuck is its minimum, because a
	// quiet run makes progress once a second.
	stuck, leastStuck = 10 * time.Second, 3 * time.Second
)

// watch performs periodic work until the returned function is called: it ends files by date, reports losses, and
// feeds the service manager's watchdog.
func (s *service) watch() (stop func()) {
	stops := []func(){every(tick, s.out.tick)}
	look := func() {
		stats := s.stream.Stats()
		s.losses.report(s.log, &stats)
		s.log.Sweep(false)
		s.notify(notify.Status(s.status(&stats)))
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

// feed notifies the watchdog if the meter has made progress recently.
func (s *service) feed(interval time.Duration) {
	if age := progressAge(s.stream, s.began); age > max(interval/2, leastStuck) {
		s.log.Error("the meter makes no progress", "for", age.Round(time.Millisecond))
		return
	}
	s.notify(notify.Alive)
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

// status returns the status of the service in one line.
func (s *service) status(stats *nfstream.Stats) string {
	lost := stats.Capture.Dropped + stats.Capture.InterfaceDropped
	return fmt.Sprintf("%s, %s, %s alive; %s lost, %s lost", count(stats.Capture.Received, "packet"),
		count(stats.Flows, "flow"), thousands(alive(stats)), count(lost, "packet"), count(s.out.Lost(), "row"))
}

// alive returns the number of active flows.
func alive(stats *nfstream.Stats) uint64 { return stats.Flows - min(stats.Flows, stats.Exported()) }

// losses holds the losses at the last report, to report new ones.
type losses struct {
	sink func() uint64
	last [6]uint64
}

// report logs the losses since the last report, by kind.
func (l *losses) report(log *logs.Logger, stats *nfstream.Stats) {
	now := [6]uint64{stats.Capture.Dropped, stats.Capture.InterfaceDropped, stats.Ended[flow.Evicted], l.sink(),
		stats.Uninspected, stats.CutShort}
	for i, what := range [6]string{"packets were dropped because the ring was full",
		"packets were dropped by the interface", "flows were evicted from the full table", "rows could not be written",
		"flows were not inspected because of the memory limit", "inspections were ended because of the memory limit"} {
		if now[i] > l.last[i] {
			log.Warn(what, "count", now[i]-l.last[i], "total", now[i])
		}
	}
	l.last = now
}
