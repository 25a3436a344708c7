//go:build !tiny

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/cli/internal/logs"
	"github.com/nfstream/nfstream-go/cli/internal/notify"
	"github.com/nfstream/nfstream-go/cli/internal/settings"
)

// service is a run with a file of settings.
type service struct {
	program     *Program
	path        string
	places      map[string]settings.Place // positions of the keys that are set
	fields      map[string]settings.Place // positions of the fields of single outputs, by their names
	canonical   string                    // the settings without places and comments
	p           *parameters
	logs        logs.Options
	metrics     string // address of the metrics server, empty for none
	credentials string // file with who may read the metrics, empty for anybody

	log      *logs.Logger
	manager  *notify.Manager
	stream   *nfstream.Streamer
	config   nfstream.Config // as the stream was opened
	out      *outputs
	losses   losses
	began    time.Time
	stopping atomic.Bool
	server   io.Closer                   // of the metrics, nil without one
	file     atomic.Pointer[metricsFile] // nil without one
	endWork  func()                      // of periodic work
}

func newService(path string, program *Program) *service {
	s := &service{program: program, path: path, places: map[string]settings.Place{},
		fields: map[string]settings.Place{}, p: newParameters(program)}
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
	s.config = config
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
func (s *service) serveAndMeter(ctx context.Context, keepPrivileges bool, stdout io.Writer) (err error) {
	s.p.notes, s.p.warn = notesOf(s.stream), s.warnOutput
	if s.out, err = s.p.openOutputs(s.stream, s.stream.Live(), s.log, stdout); err != nil {
		return err
	}
	s.losses.sink = s.out.Lost
	s.began = time.Now()
	s.file.Store(s.p.newMetricsFile(s.warnMetricsFile))
	if s.server, err = s.serveMetrics(s.metrics, s.credentials); err != nil {
		return errors.Join(err, s.out.close())
	}
	defer func() { s.closeServer(s.server) }()
	if s.stream.Live() && !keepPrivileges && !s.p.processes {
		if err := giveUpPrivileges(true); err != nil {
			return errors.Join(fmt.Errorf("giving up privileges: %w", err), s.out.close())
		}
	}
	return s.meter(ctx)
}

func (s *service) warnOutput(err error) { s.log.Warn("an output", "error", err) }
func (s *service) warnMetricsFile(err error) {
	s.log.Error("cannot write the metrics file", "error", err)
}

// meter runs the stream until its end or until the service is stopped, which is not an error, and closes the outputs.
func (s *service) meter(ctx context.Context) error {
	defer context.AfterFunc(ctx, func() {
		s.stopping.Store(true)
		s.out.hurry()
		s.notify(notify.Stopping)
	})()
	s.startWork()
	unfollow := onHangup(s.reload)
	s.log.Info("metering", "sources", s.p.sources, "output", s.outputNames(), "version", version())
	s.notify(notify.Ready, notify.Status("metering"))
	err := s.stream.Run(ctx, s.out)
	unfollow()
	err = errors.Join(err, s.out.close())
	s.endWork()
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
		s.logEnd(why, &stats)
	}
	return err
}

// logEnd logs the summary, and that of each output if they are several.
func (s *service) logEnd(why string, stats *nfstream.Stats) {
	lost := s.out.Lost()
	if all := s.out.current(); len(all) > 1 {
		for _, o := range all {
			s.log.Info("output "+o.name(), "rows", o.emitter.written.Load(), "rows_lost", o.lost())
		}
	}
	told := summary(stats, time.Since(s.began), unwritten(lost, s.file.Load().failed()))
	s.log.Info("ended", "why", why, "summary", told, "rows_lost", lost)
}

// outputNames returns the outputs without secrets.
func (s *service) outputNames() string {
	var names []string
	for _, o := range s.out.current() {
		names = append(names, o.name())
	}
	return strings.Join(names, " ")
}

// startWork starts periodic work, until endWork.
func (s *service) startWork() {
	endReports := s.p.reports(s.stream, s.began, logs.Writer{Log: s.log, Level: slog.LevelInfo})
	unwatch := s.watch()
	endMetrics := s.measured().follow(s.p.metricsInterval())
	s.endWork = func() {
		unwatch()
		endReports()
		endMetrics()
	}
}

// notify sends lines to the service manager.
func (s *service) notify(lines ...string) {
	if err := s.manager.Send(lines...); err != nil {
		s.log.Warn("cannot notify the service manager", "error", err)
	}
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
