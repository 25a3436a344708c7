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

// service is a run with a file of settings.
type service struct {
	path    string
	places  map[string]settings.Place // positions of the keys that are set
	p       *parameters
	logs    logs.Options
	metrics string // address of the metrics server, empty for none
	file    *metricsFile

	log      *logs.Logger
	manager  *notify.Manager
	stream   *nfstream.Streamer
	sink     *lasting // nil if rows go to standard output
	began    time.Time
	stopping atomic.Bool
}

func newService(path string, program *Program) *service {
	s := &service{path: path, places: map[string]settings.Place{}, p: newParameters(program)}
	s.p.fresh, s.p.noProgress = true, true
	return s
}

// run meters until the end of the sources, or until it is stopped.
func (s *service) run(stdout, stderr io.Writer) error {
	s.log = logs.New(stderr, s.logs)
	defer s.log.Sweep(true)
	s.manager = notify.Open()
	ctx, stop := interruptible(s.logInterrupt)
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
	s.stream.WatchInterfaces(s.logInterface)
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

// boundByDefault sets the default bound of interfaces also for a service over captures.
func (s *service) boundByDefault(c *nfstream.Config) {
	const least = 32 << 20
	if c.Memory == 0 && !c.Wait && !slices.ContainsFunc(s.p.sources, live.IsInterface) && nfstream.DefaultMemory() > 0 {
		c.Memory = max(nfstream.DefaultMemory(), least)
	}
}

// logInterrupt logs a signal.
func (s *service) logInterrupt() {
	s.log.Info("stopping: writing the active flows; another signal ends immediately")
}

// logInterface logs a change of an interface.
func (s *service) logInterface(name string, now live.State) {
	switch now {
	case live.Up:
		s.log.Info("an interface is up", "interface", name)
	case live.Down:
		s.log.Warn("an interface is down", "interface", name)
	default:
		s.log.Warn("an interface does not exist", "interface", name)
	}
}

// serveAndMeter opens files and sockets with all privileges, and then meters without privileges.
func (s *service) serveAndMeter(ctx context.Context, keepPrivileges bool, stdout io.Writer) error {
	s.p.warn = func(err error) { s.log.Warn("an output", "error", err) }
	sink, closeSink, err := s.p.openSink(s.stream, stdout)
	if err != nil {
		return err
	}
	if files, ok := sink.(*output.Files); ok {
		s.sink = &lasting{files: files, log: s.log}
		sink, closeSink = s.sink, s.sink.close
	}
	s.began = time.Now()
	s.file = s.p.newMetricsFile(func(err error) { s.log.Error("cannot write the metrics file", "error", err) })
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
	return s.meter(ctx, outputSink{sink, closeSink})
}

// meter runs the stream until its end or until the service is stopped, which is not an error, and closes the sink.
func (s *service) meter(ctx context.Context, sink outputSink) error {
	defer context.AfterFunc(ctx, func() {
		s.stopping.Store(true)
		s.sink.hurry()
		s.notify(notify.Stopping)
	})()
	endReports := s.p.reports(s.stream, s.began, logs.Writer{Log: s.log, Level: slog.LevelInfo})
	unfollow, unwatch := onHangup(s.reload), s.watch()
	endMetrics := s.measured().follow(s.p.metricsInterval())
	s.log.Info("metering", "sources", s.p.sources, "output", s.p.output, "version", version())
	s.notify(notify.Ready, notify.Status("metering"))
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
		s.notify(notify.Stopping)
		why = "stopped by duration"
	}
	if !s.p.quiet {
		lost := s.sink.lostRows()
		told := summary(&stats, time.Since(s.began), unwritten(lost, s.file.failed()))
		s.log.Info("ended", "why", why, "summary", told, "rows_lost", lost)
	}
	return err
}

// notify sends lines to the service manager.
func (s *service) notify(lines ...string) {
	if err := s.manager.Send(lines...); err != nil {
		s.log.Warn("cannot notify the service manager", "error", err)
	}
}

// reload starts a new file and reloads the rules.
func (s *service) reload() {
	s.notify(notify.Reloading()...)
	defer s.notify(notify.Ready)
	s.sink.rotate()
	if len(s.p.config.Rules) == 0 {
		s.log.Info("the next flow starts a new file")
		return
	}
	if err := s.stream.ReloadRules(); err != nil {
		for _, m := range messages(err) {
			s.log.Error("the current rules remain in force", "error", m)
		}
		return
	}
	s.log.Info("the next flow starts a new file; the rules were reloaded", "rules", ruleCount(s.stream.Rules()))
}

// every calls do at each interval until the returned function is called.
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
