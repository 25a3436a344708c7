//go:build !tiny

package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/cli/internal/exposition"
	"github.com/nfstream/nfstream-go/cli/internal/web"
)

// plainHTTP may precede the address of the metrics.
const plainHTTP = "http://"

// checkMetrics returns an error for settings of the metrics server that cannot work.
func (s *service) checkMetrics() error {
	if s.program.CheckMetrics != nil {
		return s.program.CheckMetrics(s.metrics, s.credentials)
	}
	if s.credentials != "" {
		return errors.New("is local: --metrics-credentials needs nfstream-full")
	}
	return web.Check(strings.TrimPrefix(s.metrics, plainHTTP))
}

// serveMetrics serves /metrics and /healthz at an address, if it is not empty, until the result is closed.
func (s *service) serveMetrics(address, credentials string) (server io.Closer, err error) {
	switch {
	case address == "":
		return nil, nil
	case s.program.ServeMetrics != nil:
		server, err = s.program.ServeMetrics(Metrics{Address: address, Credentials: credentials,
			Write:  func(dst []byte) []byte { return append(dst, s.measured().text("process_")...) },
			Health: func() (string, bool) { a := s.health(); return string(a.Body), !a.Bad },
			Warn:   func(err error) { s.log.Warn("metrics", "error", err) }})
	default:
		server, err = s.serveLocally(address)
	}
	if err != nil {
		return nil, fmt.Errorf("--metrics: %w", err)
	}
	return server, nil
}

// serveLocally is serveMetrics without a server of the program.
func (s *service) serveLocally(address string) (io.Closer, error) {
	l, err := web.Listen(strings.TrimPrefix(address, plainHTTP))
	if err != nil {
		return nil, err
	}
	server := &web.Server{Paths: map[string]func() web.Answer{"/metrics": s.exposed, "/healthz": s.health}}
	server.Start(l)
	return server, nil
}

func (s *service) closeServer(server io.Closer) {
	if server == nil {
		return
	}
	if err := server.Close(); err != nil {
		s.log.Warn("metrics", "error", err)
	}
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
	return &runMetrics{stream: s.stream, start: s.began, lostRows: s.out.Lost, outputs: s.out.current, file: s.file.Load()}
}
