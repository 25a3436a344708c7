//go:build !tiny

package cli

import (
	"fmt"
	"time"

	"github.com/nfstream/nfstream-go/cli/internal/exposition"
	"github.com/nfstream/nfstream-go/cli/internal/web"
)

// serveMetrics serves /metrics and /healthz if the settings enable it, until the returned function is called.
func (s *service) serveMetrics() (end func(), err error) {
	if s.metrics == "" {
		return func() {}, nil
	}
	l, err := web.Listen(s.metrics)
	if err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	server := &web.Server{Paths: map[string]func() web.Answer{"/metrics": s.exposed, "/healthz": s.health}}
	server.Start(l)
	return func() {
		if err := server.Close(); err != nil {
			s.log.Warn("metrics", "error", err)
		}
	}, nil
}

// health reports whether the meter makes progress.
func (s *service) health() web.Answer {
	a := web.Answer{Type: "text/plain; charset=utf-8", Body: []byte("ok\n")}
	switch age := progressAge(s.stream, s.began); {
	case s.stopping.Load():
		a.Body, a.Bad = []byte("stopping\n"), true
	case age > stuck:
		a.Body, a.Bad = fmt.Appendf(nil, "the meter has made no progress for %v\n", age.Round(time.Second)), true
	}
	return a
}

// exposed returns the metrics.
func (s *service) exposed() web.Answer {
	return web.Answer{Type: exposition.ContentType, Body: s.measured().text("process_")}
}

// measured returns the values for the metrics.
func (s *service) measured() *runMetrics {
	return &runMetrics{stream: s.stream, start: s.began, lostRows: s.sink.lostRows, file: s.file}
}
