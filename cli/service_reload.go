//go:build !tiny

package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/notify"
	"github.com/nfstream/nfstream-go/internal/output"
)

// reload reads the settings again. Without a change it starts new files and reloads the rules. Otherwise the changes are in
// force from then on, if all of them are valid.
func (s *service) reload() {
	s.notify(notify.Reloading()...)
	defer s.notify(notify.Ready)
	next := newService(s.path, s.program)
	err := next.load()
	switch {
	case err != nil:
		s.refuse(err)
		s.renew()
	case next.canonical == s.canonical:
		s.renew()
	default:
		if err := s.change(next); err != nil {
			s.refuse(err)
		}
	}
}

// refuse logs why new settings are not in force.
func (s *service) refuse(err error) {
	for _, m := range messages(err) {
		s.log.Error("the current settings remain in force: " + m)
	}
}

// renew starts new files and reloads the rules.
func (s *service) renew() {
	s.out.rotate()
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

// change puts the settings of next in force. After an error nothing has changed.
func (s *service) change(next *service) error {
	next.log, next.stream, next.out, next.began = s.log, s.stream, s.out, s.began
	next.p.notes, next.p.warn = s.p.notes, s.warnOutput
	config, err := next.p.complete()
	if err != nil {
		return next.located(err)
	}
	s.boundByDefault(&config)
	if next.p.memory == s.p.memory {
		config.Memory, config.RingSize = s.config.Memory, keptRing(&config, &s.config)
	}
	prepared, err := s.stream.Prepare(config)
	if err != nil {
		return next.located(next.p.bound().word(err))
	}
	all, err := s.out.open(next.p, prepared, s.out.current())
	if err != nil {
		return err
	}
	server, err := s.moveServer(next)
	if err != nil {
		s.out.discard(all, s.out.current())
		return next.located(err)
	}
	s.warnKept(next, prepared.Kept())
	prepared.Apply()
	s.adopt(next, all, server)
	return nil
}

// keptRing returns the size of rings, where that of a bound of memory is not a change.
func keptRing(c, now *nfstream.Config) int {
	if now.RingSize == 0 {
		return 0
	}
	return c.RingSize
}

// moveServer returns the metrics server for the settings of next: the present one if they are the same.
func (s *service) moveServer(next *service) (io.Closer, error) {
	if next.metrics == s.metrics && next.credentials == s.credentials {
		return s.server, nil
	}
	if next.metrics == s.metrics && s.server != nil { // the address is in use
		s.closeServer(s.server)
		s.server = nil
	}
	server, err := s.serveMetrics(next.metrics, next.credentials)
	if err != nil && s.server == nil {
		s.server, _ = s.serveMetrics(s.metrics, s.credentials)
	}
	return server, err
}

// adopt goes on with the settings of next and its open outputs.
func (s *service) adopt(next *service, all []*openOutput, server io.Closer) {
	s.endWork()
	s.log.Set(next.logs)
	s.out.rotateMoved(all)
	s.out.replace(all)
	if s.server != server {
		s.closeServer(s.server)
	}
	if s.p.metricsFile != next.p.metricsFile {
		s.file.Store(next.p.newMetricsFile(s.warnMetricsFile))
	}
	next.p.sources = s.p.sources
	s.places, s.canonical, s.p, s.logs = next.places, next.canonical, next.p, next.logs
	s.metrics, s.credentials, s.server = next.metrics, next.credentials, server
	s.p.bound().within(s.stream)
	s.startWork()
	s.log.Info("the settings were reloaded", "output", s.outputNames())
}

// warnKept warns of changes that need a restart.
func (s *service) warnKept(next *service, fields []string) {
	var keys []string
	if !slices.Equal(next.p.sources, s.p.sources) {
		keys = append(keys, "sources")
	}
	for _, name := range fields {
		keys = append(keys, fieldFlags[name])
	}
	for _, key := range []string{"count", "slice", "system-visibility"} {
		if next.p.given[key] != s.p.given[key] {
			keys = append(keys, key)
		}
	}
	for _, key := range keys {
		s.log.Warn(next.locate("--" + key + " has changed, which needs a restart"))
	}
}

// rotateMoved ends the files of outputs that go on and that were moved away, as logrotate does.
func (s *outputs) rotateMoved(all []*openOutput) {
	for _, o := range s.current() {
		if !slices.Contains(all, o) || !o.file() || output.Dated(o.to) || o.rotateFlows > 0 || o.rotateSize > 0 {
			continue
		}
		if _, err := os.Lstat(o.to); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if o.queue == nil {
			_ = o.emitter.Rotate() // logged
		} else {
			o.queue.Rotate()
		}
	}
}
