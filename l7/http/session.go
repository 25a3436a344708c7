package http

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// session reads a flow of HTTP/1 until its first request and its first response are known, and behind CONNECT until the
// tunnel begins. A response that comes before the request, as the capture began in the middle, counts until there is
// the next.
type session struct {
	heads
	readers [2]Reader // by direction
	connect bool      // the first request asks for a tunnel
	early   []byte    // what comes behind that before its answer
	carried categories.ID
	text    text
}

// heads tell which heads of a connection are written down, of either version.
type heads struct {
	requests  bool    // there was one
	responses bool    // there was one, to the first request if there was that
	again     bool    // the response written down came before the request
	asked     [2]bool // a request came in the direction
	repeated  bool    // another one came behind it, so that the response to the first is not captured
	over      [2]bool // nothing more can be read of the direction
}

// both reports whether there were a request and a response to it.
func (s *heads) both() bool { return s.requests && s.responses }

// first takes a request, and reports whether it is to be written down. In a tunnel, that was the one for the tunnel.
func (s *heads) first(h *Metadata) bool {
	if s.requests || h.Method != "" {
		s.requests = true
		return false
	}
	s.requests, s.responses, s.again = true, false, s.responses
	return true
}

// isInterim reports whether a status is of a response that another one follows (RFC 9110, section 15.2). Behind 101 of
// HTTP/1 another protocol does.
func isInterim(status int) bool { return status/100 == 1 && status != statusSwitching }

// answers takes a final response, and writes its status down and reports true where it is that of the first request.
func (s *heads) answers(h *Metadata, status int) bool {
	s.responses = true
	if h.Status != 0 && !s.again {
		return false
	}
	s.again = false
	h.Status = uint16(status)
	return true
}

// end takes the end of what can be read of a direction.
func (s *heads) end(dir uint8) l7.Verdict {
	s.over[dir] = true
	if s.over[1-dir] {
		return l7.Reject
	}
	return l7.More
}

// Read takes bytes of a direction.
func (s *session) Read(c *l7.Ctx) l7.Verdict {
	r, data := &s.readers[c.Dir], c.Data
	for {
		rest, e := r.Next(data)
		switch e {
		case More:
			return l7.More
		case IsRequest:
			s.ask(c.Dir)
			s.request(c, &r.Request)
		case IsResponse:
			s.response(c, &r.Response)
			if s.connect && r.Response.Status/100 == 2 {
				c.Handover(rest, s.early)
				return l7.More
			}
		case Switched:
			return s.switched(c, rest)
		default:
			s.finish(c, c.Dir)
			return s.end(c.Dir)
		}
		if s.both() && !s.connect {
			return l7.Match
		}
		data = rest
	}
}

// switched takes what is behind the last message of a direction. A client may speak to whom it is connected to before
// the answer has come.
func (s *session) switched(c *l7.Ctx, rest []byte) l7.Verdict {
	if s.over[c.Dir] || !s.connect || !s.asked[c.Dir] || len(s.early)+len(rest) > maxEarly {
		s.early = s.early[:0]
		return s.end(c.Dir)
	}
	s.early = append(s.early, rest...)
	return l7.More
}

// maxEarly is how many bytes of a client are kept until the answer to CONNECT.
const maxEarly = 16 << 10

// request writes down what the first request says.
func (s *session) request(c *l7.Ctx, r *Request) {
	h, m := l7.Record[Metadata](c), c.Metadata()
	if !s.first(h) {
		return
	}
	switch {
	case r.IsConnect():
		s.connect = true
		c.SetProtocol(categories.HTTPConnect)
	case r.IsAbsolute():
		c.SetProtocol(categories.HTTPProxy)
	}
	t := &s.text
	t.add(&h.Method, r.Method)
	t.add(&h.RequestContentType, MediaType(r.ContentType))
	t.add(&h.Referer, r.Referer[:min(len(r.Referer), maxReferer)])
	t.add(&m.UserAgent, r.UserAgent)
	t.addURL(&h.URL, r)
	t.addLower(&m.ServerName, r.Hostname())
	t.share()
	m.ClientText, m.ServerText = OperatingSystem(m.UserAgent), m.ServerName
	s.named(c, carriedBy(r))
}

// response writes down what the response to the first request says.
func (s *session) response(c *l7.Ctx, r *Response) {
	if isInterim(r.Status) {
		return
	}
	h := l7.Record[Metadata](c)
	if !s.answers(h, r.Status) {
		return
	}
	c.Metadata().ServerText = c.Metadata().ServerName
	s.text.add(&h.ContentType, MediaType(r.ContentType))
	s.text.add(&h.Server, r.Server[:min(len(r.Server), maxServer)])
	s.text.share()
	s.named(c, ofMediaType(MediaType(r.ContentType)))
	if r.Status == statusSwitching && UpgradeOf(r.Upgrade) == UpgradeWebSocket && c.Application() == 0 {
		c.SetApplication(categories.WebSocket)
	}
	if use := useOf(h.ContentType); use != 0 {
		c.SetCategory(use)
	}
}

// named has the application identified by the metadata, unless a message itself has told which it is. WebSocket is what any
// application may use, so that a name says more.
func (s *session) named(c *l7.Ctx, carried categories.ID) {
	if s.carried == 0 {
		s.carried = carried
	}
	if s.carried != 0 {
		c.SetApplication(s.carried)
	}
	if s.carried == 0 || s.carried == categories.WebSocket {
		c.Classify()
	}
}

// Close writes down what the begin of a head says whose end is missing.
func (s *session) Close(c *l7.Ctx) {
	for d := range s.readers {
		s.finish(c, uint8(d))
	}
}

// finish writes down what the begin of a head says of a direction in which nothing more is read.
func (s *session) finish(c *l7.Ctx, dir uint8) {
	r := &s.readers[dir]
	switch r.Finish() {
	case IsRequest:
		s.ask(dir)
		s.request(c, &r.Request)
	case IsResponse:
		s.response(c, &r.Response)
	}
}

// Reset makes the session as good as new. It keeps buffers of usual size.
func (s *session) Reset() {
	for d := range s.readers {
		s.readers[d].Reset()
	}
	early := s.early[:0]
	if cap(early) > keepBuffer {
		early = nil
	}
	*s = session{readers: s.readers, text: s.text, early: early}
}
