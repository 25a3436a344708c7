//go:build !tiny

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/cli/internal/logs"
	"github.com/nfstream/nfstream-go/cli/internal/notify"
	"github.com/nfstream/nfstream-go/cli/internal/settings"
	"github.com/nfstream/nfstream-go/internal/output"
)

// service is a run by a file of settings.
type service struct {
	path    string
	places  map[string]settings.Place // of the keys that are set
	p       *parameters
	logs    logs.Options
	metrics string // where they are served, empty for nowhere
	file    *metricsFile

	log      *logs.Logger
	manager  *notify.Manager
	stream   *nfstream.Streamer
	sink     *lasting // nil where rows go to standard output
	began    time.Time
	stopping atomic.Bool
}

func newService(path string, plugins []nfstream.Plugin) *service {
	s := &service{path: path, places: map[string]settings.Place{}, p: newParameters(plugins)}
	s.p.fresh, s.p.noProgress = true, true
	return s
}

// run meters until the end of the sources, or until it is told to stop.
func (s *service) run(stdout, stderr io.Writer) error {
	s.log = logs.New(stderr, s.logs)
	defer s.log.Sweep(true)
	s.manager = notify.Open()
	ctx, stop := interruptible(s.tellInterrupt)
	defer stop()
	config, err := s.p.complete()
	if err != nil {
		return s.located(err)
	}
	s.boundByDefault(&config)
	forget, err := s.p.watchProcesses(&config, logs.Writer{Log: s.log, Level: slog.LevelWarn})
	if err != nil {
		return failure{err}
	}
	defer forget()
	s.p.bound().begin()
	if s.stream, err = nfstream.OpenAll(s.p.sources, config); err != nil {
		return s.located(failure{s.p.bound().word(err)})
	}
	s.p.bound().within(s.stream)
	s.stream.WatchInterfaces(s.tellInterface)
	defer s.stream.Close()
	if err := s.stream.AwaitInput(ctx); err != nil && ctx.Err() == nil {
		return failure{err}
	}
	err = s.serveAndMeter(ctx, config.Wait, stdout)
	if err != nil {
		return failure{err}
	}
	return nil
}

// boundByDefault has a service over captures keep to what one over interfaces does by itself.
func (s *service) boundByDefault(c *nfstream.Config) {
	const least = 32 << 20
	if c.Memory == 0 && !c.Wait && !slices.ContainsFunc(s.p.sources, live.IsInterface) && nfstream.DefaultMemory() > 0 {
		c.Memory = max(nfstream.DefaultMemory(), least)
	}
}

// tellInterrupt logs a signal.
func (s *service) tellInterrupt() {
	s.log.Info("stopping: writing the flows that are alive; one more signal ends at once")
}

// tellInterface logs that an interface has changed.
func (s *service) tellInterface(name string, now live.State) {
	switch now {
	case live.Up:
		s.log.Info("an interface is back", "interface", name)
	case live.Down:
		s.log.Warn("an interface is down", "interface", name)
	default:
		s.log.Warn("an interface is gone, or not there yet", "interface", name)
	}
}

// serveAndMeter opens what is still to be opened, with all privileges, and then meters with none.
func (s *service) serveAndMeter(ctx context.Context, keepPrivileges bool, stdout io.Writer) error {
	sink, closeSink, err := s.p.openSink(s.stream, stdout)
	if err != nil {
		return err
	}
	if files, ok := sink.(*output.Files); ok {
		s.sink = &lasting{files: files, log: s.log}
		sink, closeSink = s.sink, s.sink.close
	}
	s.began = time.Now()
	s.file = s.p.newMetricsFile(func(err error) { s.log.Error("the metrics file cannot be written", "error", err) })
	closeMetrics, err := s.serveMetrics()
	if err != nil {
		return errors.Join(err, closeSink())
	}
	defer closeMetrics()
	if s.stream.Live() && !keepPrivileges && !s.p.processes {
		if err := giveUpPrivileges(true); err != nil {
			return errors.Join(fmt.Errorf("giving up privileges: %w", err), closeSink())
		}
	}
	return s.meter(ctx, keeping{sink, closeSink})
}

// meter runs the stream until its end or until the service is told to stop, which is no error, and closes the sink.
func (s *service) meter(ctx context.Context, sink keeping) error {
	defer context.AfterFunc(ctx, func() {
		s.stopping.Store(true)
		s.sink.hurry()
		s.tell(notify.Stopping)
	})()
	endReports := s.p.reports(s.stream, s.began, logs.Writer{Log: s.log, Level: slog.LevelInfo})
	unfollow, unwatch := onHangup(s.reload), s.watch()
	endMetrics := s.measured().follow(s.p.metricsInterval())
	s.log.Info("metering", "sources", s.p.sources, "output", s.p.output, "version", version())
	s.tell(notify.Ready, notify.Status("metering"))
	err := s.stream.Run(ctx, sink)
	unfollow()
	unwatch()
	endReports()
	err = errors.Join(err, sink.close())
	endMetrics()
	why := "the sources have ended"
	if cause := context.Cause(ctx); cause != nil && errors.Is(err, cause) {
		err, why = without(err, cause), "stopped by a signal"
	}
	stats := s.stream.Stats()
	if stats.TimedOut {
		s.tell(notify.Stopping)
		why = "stopped by duration"
	}
	if !s.p.quiet {
		lost := s.sink.lostRows()
		told := summary(&stats, time.Since(s.began), unwritten(lost, s.file.failed()))
		s.log.Info("ended", "why", why, "summary", told, "rows_lost", lost)
	}
	return err
}

// tell tells the service manager.
func (s *service) tell(lines ...string) {
	if err := s.manager.Send(lines...); err != nil {
		s.log.Warn("the service manager cannot be told of anything", "error", err)
	}
}

// reload begins a new file and reads the rules again.
func (s *service) reload() {
	s.tell(notify.Reloading()...)
	defer s.tell(notify.Ready)
	s.sink.rotate()
	if len(s.p.config.Rules) == 0 {
		s.log.Info("a new file begins with the next flow")
		return
	}
	if err := s.stream.ReloadRules(); err != nil {
		for _, m := range messages(err) {
			s.log.Error("the rules in force stay", "error", m)
		}
		return
	}
	s.log.Info("a new file begins with the next flow, and the rules were read again", "rules", ruleCount(s.stream.Rules()))
}

// every calls do time and again, until the function that it returns is called.
func every(period time.Duration, do func()) (stop func()) {
	over := make(chan struct{})
	var done sync.WaitGroup
	done.Go(func() {
		t := time.NewTicker(period)
		defer t.Stop()
		for {
			select {
			case <-over:
				return
			case <-t.C:
				do()
			}
		}
	})
	return func() {
		close(over)
		done.Wait()
	}
}
