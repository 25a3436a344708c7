// Package web answers GET requests for a few paths, to whoever is on the same machine: a server of HTTP/1.1 that is a
// hundredth of net/http's size, and takes no more than a request a connection. It listens on a Unix socket or a loopback
// address and nowhere else.
package web

import (
	"io"
	"net/netip"
	"strconv"
	"sync"
	"time"
)

// Answer is what a path answers with.
type Answer struct {
	Type string // of the content
	Body []byte
	Bad  bool // the status is 503, not 200
}

// Server serves paths. Its functions may be called concurrently.
type Server struct {
	Paths map[string]func() Answer

	local    bool // the socket is a Unix socket
	listener *Listener
	slots    chan struct{}
	all      sync.WaitGroup
	mu       sync.Mutex
	open     map[conn]bool
	closed   bool
}

const (
	maxConnections = 8               // served at a time; others wait
	patience       = 5 * time.Second // for a request, and for a response to be taken
	retry          = 100 * time.Millisecond
)

// Start serves what a listener that Listen returned accepts, until Close is called.
func (s *Server) Start(l *Listener) {
	s.listener, s.slots, s.open = l, make(chan struct{}, maxConnections), map[conn]bool{}
	s.local = l.path != ""
	s.all.Go(s.accept)
}

func (s *Server) accept() {
	for {
		c, err := s.listener.accept()
		switch {
		case err == nil:
			s.slots <- struct{}{}
			if !s.enter(c) {
				return
			}
			s.all.Go(func() { s.serve(c) })
		case s.over():
			return
		default:
			time.Sleep(retry) // out of file descriptors, perhaps
		}
	}
}

// enter notes a connection, and reports false, and closes it, where the server is closed.
func (s *Server) enter(c conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		c.Close()
		return false
	}
	s.open[c] = true
	return true
}

func (s *Server) over() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

func (s *Server) serve(c conn) {
	defer func() {
		s.mu.Lock()
		delete(s.open, c)
		s.mu.Unlock()
		c.Close()
		<-s.slots
	}()
	_ = c.SetDeadline(time.Now().Add(patience))
	head, status := readHead(c)
	var r request
	switch {
	case head != nil:
		r, status = parse(head)
	case status == "":
		return // the client has gone, or says nothing
	}
	response := s.respond(r, status)
	_ = c.SetDeadline(time.Now().Add(patience))
	_, _ = c.Write(response)
}

// readHead reads up to the empty line. It returns nil where the client does not get there.
func readHead(c io.Reader) (head []byte, refused string) {
	buf := make([]byte, 0, 1024)
	for len(buf) < maxHead {
		if len(buf) == cap(buf) {
			buf = append(make([]byte, 0, min(2*cap(buf), maxHead)), buf...)
		}
		n, err := c.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if end := headEnd(buf); end > 0 {
			return buf[:end], ""
		}
		if err != nil {
			return nil, ""
		}
	}
	return nil, statusTooLarge
}

// respond returns the response to a request, or the one that refuses it.
func (s *Server) respond(r request, refused string) []byte {
	if refused == "" && !s.local && !isLoopbackName(r.host) {
		refused = statusForbidden // a page of another site, by a name that leads here
	}
	if refused != "" {
		return compose(refused, Answer{}, r.method)
	}
	answer, known := s.Paths[r.path]
	switch {
	case !known:
		return compose(statusNotFound, Answer{}, r.method)
	case r.method != "GET" && r.method != "HEAD":
		return compose(statusMethodNotAllowed, Answer{}, r.method)
	}
	a := answer()
	if a.Bad {
		return compose(statusUnavailable, a, r.method)
	}
	return compose(statusOK, a, r.method)
}

// isLoopbackName reports whether a host is a name of this machine for itself. A client of HTTP/1.0 names none.
func isLoopbackName(host string) bool {
	if host == "" || host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

func compose(status string, a Answer, method string) []byte {
	if a.Type == "" {
		a = Answer{Type: "text/plain; charset=utf-8", Body: []byte(status[4:] + "\n")}
	}
	out := []byte("HTTP/1.1 " + status + "\r\nContent-Type: " + a.Type + "\r\nContent-Length: " + strconv.Itoa(len(a.Body)) +
		"\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n")
	if status == statusMethodNotAllowed {
		out = append(out, "Allow: GET, HEAD\r\n"...)
	}
	out = append(out, "\r\n"...)
	if method != "HEAD" {
		out = append(out, a.Body...)
	}
	return out
}

// Close ends the server and its connections. A Unix socket goes away.
func (s *Server) Close() error {
	s.mu.Lock()
	s.closed = true
	for c := range s.open {
		c.Close()
	}
	s.mu.Unlock()
	err := s.listener.Close()
	s.all.Wait()
	return err
}
