// Package metrics serves the metrics of a service over HTTP, also to other machines: over TLS and to who has a password, if
// the settings say so.
package metrics

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/nfstream/nfstream-go/cli"
)

// The limits of a server.
const (
	maxConnections = 64               // further ones wait
	maxInFlight    = 8                // requests of metrics at once; others get 503
	headTime       = 5 * time.Second  // for the head of a request
	answerTime     = 10 * time.Second // for a request and its answer
	idleTime       = 60 * time.Second // of a connection between requests
	maxHead        = 8 << 10          // bytes
	closeTime      = time.Second      // for the requests under way at the end
)

// Check returns an error for an address or a file of credentials that Serve would refuse.
func Check(address, credentials string) error {
	if _, err := parse(address); err != nil {
		return err
	}
	_, err := readCredentials(credentials)
	return err
}

// place is where a server listens.
type place struct {
	network, address string
	tls              bool
}

// parse reads unix:/a/path, HOST:PORT, http://HOST:PORT or https://HOST:PORT.
func parse(address string) (p place, err error) {
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		if !filepath.IsAbs(path) {
			return p, errors.New("want unix: and an absolute path")
		}
		return place{"unix", path, false}, nil
	}
	host := address
	if strings.Contains(address, "://") {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
			return p, errors.New("want http://HOST:PORT or https://HOST:PORT, and the password in metrics-credentials")
		}
		host, p.tls = u.Host, u.Scheme == "https"
	}
	name, port, err := net.SplitHostPort(host)
	if err != nil || port == "" {
		return p, errors.New("want a host and a port, such as http://127.0.0.1:9464, or unix: and a path")
	}
	p.network, p.address = "tcp", net.JoinHostPort(name, port)
	return p, nil
}

// local reports whether only this machine reaches an address.
func (p place) local() bool {
	if p.network == "unix" {
		return true
	}
	host, _, _ := net.SplitHostPort(p.address)
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// Server is a running server.
type Server struct {
	http     http.Server
	listener net.Listener
	done     chan struct{}
}

// Open is Serve for cli.Program.
func Open(m cli.Metrics) (io.Closer, error) {
	s, err := Serve(m)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Serve serves /metrics and /healthz until the result is closed. It warns of an address that other machines reach without a
// password or without TLS.
func Serve(m cli.Metrics) (*Server, error) {
	at, err := parse(m.Address)
	if err != nil {
		return nil, err
	}
	c, err := readCredentials(m.Credentials)
	if err != nil {
		return nil, err
	}
	if at.tls && c.tls == nil {
		return nil, errors.New("https needs metrics-credentials with certificate and key")
	}
	l, err := listen(at)
	if err != nil {
		return nil, err
	}
	warn(m, at, c)
	s := &Server{listener: l, done: make(chan struct{})}
	s.http = http.Server{Handler: handler(m, at, c), ReadHeaderTimeout: headTime, ReadTimeout: answerTime,
		WriteTimeout: answerTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHead, ErrorLog: log.New(quiet{m.Warn}, "", 0)}
	if at.tls {
		s.http.TLSConfig = c.tls
	}
	go s.run(at, m.Warn)
	return s, nil
}

func (s *Server) run(at place, warn func(error)) {
	defer close(s.done)
	l := newLimited(s.listener, maxConnections)
	serve := s.http.Serve
	if at.tls {
		serve = func(l net.Listener) error { return s.http.ServeTLS(l, "", "") }
	}
	if err := serve(l); !errors.Is(err, http.ErrServerClosed) {
		warn(err)
	}
}

// Address returns where the server listens.
func (s *Server) Address() string { return s.listener.Addr().String() }

// Close ends the server. Requests under way have a moment to end.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if err != nil {
		err = s.http.Close()
	}
	<-s.done
	return err
}

func warn(m cli.Metrics, at place, c credentials) {
	if at.local() {
		return
	}
	switch {
	case c.password == "" && !c.clients:
		m.Warn(fmt.Errorf("anybody who reaches %s may read them: want a loopback address, or metrics-credentials", m.Address))
	case !at.tls:
		m.Warn(fmt.Errorf("the password goes to %s in clear text: want https", m.Address))
	}
}

// listen listens, and replaces a Unix socket that nobody listens at.
func listen(at place) (net.Listener, error) {
	l, err := net.Listen(at.network, at.address)
	if at.network != "unix" {
		return l, err
	}
	if errors.Is(err, syscall.EADDRINUSE) && abandoned(at.address) {
		if err = os.Remove(at.address); err == nil {
			l, err = net.Listen(at.network, at.address)
		}
	}
	if err != nil {
		return nil, err
	}
	if err = os.Chmod(at.address, 0o660); err != nil { // owner and group may connect
		l.Close()
		return nil, err
	}
	return l, nil
}

func abandoned(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&os.ModeSocket == 0 {
		return false
	}
	c, err := net.Dial("unix", path)
	if err == nil {
		c.Close()
	}
	return errors.Is(err, syscall.ECONNREFUSED)
}

// handler serves the paths.
func handler(m cli.Metrics, at place, c credentials) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(gatherer(m), promhttp.HandlerOpts{MaxRequestsInFlight: maxInFlight,
		EnableOpenMetrics: true, ErrorLog: log.New(quiet{m.Warn}, "", 0)}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		text, good := m.Health()
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		if !good {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = w.Write([]byte(text))
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		switch {
		case !c.allows(r):
			w.Header().Set("WWW-Authenticate", `Basic realm="nfstream"`)
			http.Error(w, "Unauthorized", http.StatusUnauthorized)
		case at.network == "tcp" && at.local() && !localName(r.Host):
			http.Error(w, "Forbidden", http.StatusForbidden) // DNS rebinding, see docs/service.md
		default:
			mux.ServeHTTP(w, r)
		}
	})
}

// localName reports whether a Host is a loopback name of this machine.
func localName(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	a, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "" || host == "localhost" || err == nil && a.IsLoopback()
}

// gatherer returns the metrics of the run as families.
func gatherer(m cli.Metrics) prometheus.Gatherer {
	return prometheus.GathererFunc(func() ([]*dto.MetricFamily, error) {
		parser := expfmt.NewTextParser(model.UTF8Validation)
		byName, err := parser.TextToMetricFamilies(bytes.NewReader(m.Write(nil)))
		all := make([]*dto.MetricFamily, 0, len(byName))
		for _, name := range sortedKeys(byName) {
			all = append(all, byName[name])
		}
		return all, err
	})
}

// quiet passes lines of a log on as warnings.
type quiet struct{ warn func(error) }

func (q quiet) Write(line []byte) (int, error) {
	q.warn(errors.New(strings.TrimSpace(string(line))))
	return len(line), nil
}
