//go:build !tiny

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nfstream/nfstream-go"
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
	config, err := s.p.complete()
	if err != nil {
		return s.located(err)
	}
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
	defer s.stream.Close()
	err = s.serveAndMeter(config.Wait, stdout)
	if err != nil {
		return failure{err}
	}
	return nil
}

// serveAndMeter opens what is still to be opened, with all privileges, and then meters with none.
func (s *service) serveAndMeter(keepPrivileges bool, stdout io.Writer) error {
	sink, closeSink, err := s.p.openSink(s.stream, stdout)
	if err != nil {
		return err
	}
	if files, ok := sink.(*output.Files); ok {
		s.sink = &lasting{files: files, log: s.log}
		sink, closeSink = s.sink, s.sink.close
	}
	s.began = time.Now()
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
	return errors.Join(s.meter(sink), closeSink())
}

// meter runs the stream until its end or until the service is told to stop, which is no error.
func (s *service) meter(sink nfstream.Sink) error {
	ctx, stop := interruptible()
	defer stop()
	ctx, cancel := s.p.bounded(ctx)
	defer cancel()
	defer context.AfterFunc(ctx, func() {
		s.stopping.Store(true)
		s.tell(notify.Stopping)
	})()
	endReports := s.p.reports(s.stream, s.began, logs.Writer{Log: s.log, Level: slog.LevelInfo})
	unfollow, unwatch := onHangup(s.reload), s.watch()
	s.log.Info("metering", "sources", s.p.sources, "output", s.p.output, "version", version())
	s.tell(notify.Ready, notify.Status("metering"))
	err := s.stream.Run(ctx, sink)
	unfollow()
	unwatch()
	endReports()
	why := "the sources have ended"
	if cause := context.Cause(ctx); cause != nil && errors.Is(err, cause) {
		err, why = without(err, cause), "stopped by a signal"
		if errors.Is(cause, errDuration) {
			why = "stopped by duration"
		}
	}
	if !s.p.quiet {
		stats := s.stream.Stats()
		s.log.Info("ended", "why", why, "summary", summary(&stats, time.Since(s.began), ""), "rows_lost", s.sink.lostRows())
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
