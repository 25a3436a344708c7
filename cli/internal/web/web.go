// Package web is a small HTTP/1.1 server for GET requests from the same machine. It has a hundredth of the size of
// net/http and serves one request per connection. It listens only on a Unix socket or a loopback address.
package web

import (
	"io"
	"net/netip"
	"strconv"
	"sync"
	"time"
)

// Answer is the response of a path.
type Answer struct {
	Type string // content type
	Body []byte
	Bad  bool // status 503 instead of 200
}

// Server serves paths. The functions of paths may be called concurrently.
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
	maxConnections = 8               // maximum concurrent connections; others wait
	patience       = 5 * time.Second // timeout of a request, and of writing the response
	retry          = 100 * time.Millisecond
)

// Start serves the connections of a Listener until Close is called.
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
			time.Sleep(retry) // for example out of file descriptors
		}
	}
}

// enter registers a connection. If the server is closed, it closes the connection and returns false.
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
		return // the client has closed the connection, or timed out
	}
	response := s.respond(r, status)
	_ = c.SetDeadline(time.Now().Add(patience))
	_, _ = c.Write(response)
}

// readHead reads up to the empty line. It returns nil if the client does not send it.
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

// respond returns the response to a request, or an error response.
func (s *Server) respond(r request, refused string) []byte {
	if refused == "" && !s.local && !isLoopbackName(r.host) {
		refused = statusForbidden // DNS rebinding: a page of another site with a name that resolves to this machine
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

// isLoopbackName reports whether a host is a loopback name of this machine, or empty, as for HTTP/1.0 clients.
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

// Close ends the server and its connections, and removes a Unix socket.
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
