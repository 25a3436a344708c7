package http

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// session reads an HTTP/1 flow until it has the first request and the first response. After CONNECT it reads until the
// tunnel begins. If the capture began in the middle, a response may precede the first request. The next response then
// replaces it.
type session struct {
	heads
	readers [2]Reader // by direction
	connect bool      // the first request asks for a tunnel
	early   []byte    // the client's bytes between that request and its answer
	carried categories.ID
	text    text
	peeks   *peeks // nil unless content is asked for
}

// heads tracks which heads of a connection were recorded, for HTTP/1 and HTTP/2.
type heads struct {
	requests  bool    // there was one
	responses bool    // there was one, to the first request if there was that
	again     bool    // the response written down came before the request
	asked     [2]bool // a request came in the direction
	repeated  bool    // another one followed, so the response to the first was not captured
	over      [2]bool // nothing more can be read of the direction
}

// both reports whether there were a request and a response to it.
func (s *heads) both() bool { return s.requests && s.responses }

// first notes a request, and reports whether to record it. A flow with a tunnel keeps the request for the tunnel.
func (s *heads) first(h *Metadata) bool {
	if s.requests || h.Method != "" {
		s.requests = true
		return false
	}
	s.requests, s.responses, s.again = true, false, s.responses
	return true
}

// isInterim reports whether another response follows one with this status (RFC 9110, section 15.2). After 101 of HTTP/1
// another protocol follows.
func isInterim(status int) bool { return status/100 == 1 && status != statusSwitching }

// answers notes a final response. If it answers the first request, answers records its status and returns true.
func (s *heads) answers(h *Metadata, status int) bool {
	s.responses = true
	if h.Status != 0 && !s.again {
		return false
	}
	s.again = false
	h.Status = uint16(status)
	return true
}

// end notes that nothing more can be read of a direction.
func (s *heads) end(dir uint8) l7.Verdict {
	s.over[dir] = true
	if s.over[1-dir] {
		return l7.Reject
	}
	return l7.More
}

// Read reads bytes of a direction.
func (s *session) Read(c *l7.Ctx) l7.Verdict {
	r, data := &s.readers[c.Dir], c.Data
	s.peek(c, data)
	for {
		if s.both() && !s.connect && !s.peeking() {
			s.closePeeks(c)
			return l7.Match
		}
		rest, e := r.Next(data)
		switch e {
		case More:
			return l7.More
		case IsRequest:
			s.ask(c.Dir)
			s.request(c, &r.Request)
			s.opens(c, &r.Request.Framing, r.body.stage != bodyNone, r.Request.ContentType, r.Request.Fields)
			s.peek(c, rest)
		case IsResponse:
			s.response(c, &r.Response)
			if !isInterim(r.Response.Status) {
				s.opens(c, &r.Response.Framing, s.hasBody(c, r), r.Response.ContentType, r.Response.Fields)
				s.answered(c.Dir)
				s.peek(c, rest)
			}
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
		data = rest
	}
}

// hasBody reports whether the response that was just read has a body, which the answer to HEAD has not.
func (s *session) hasBody(c *l7.Ctx, r *Reader) bool {
	return r.body.stage != bodyNone && l7.Record[Metadata](c).Method != "HEAD"
}

// switched consumes the bytes after the last message of a direction. After CONNECT a client may send data through the
// tunnel before the answer arrives.
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
	r.suspect(c)
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
	if r.ForwardedFor != nil {
		t.add(&l7.Record[Rare](c).ForwardedFor, cut(r.ForwardedFor))
	}
	t.addCredentials(c, r)
	t.add(&m.UserAgent, r.UserAgent)
	t.addURL(c, &h.URL, r)
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
	if name := FileName(r.Disposition); name != nil {
		s.text.add(&l7.Record[Rare](c).File, cut(name))
	}
	h.ContentLength = max(r.ContentLength, 0)
	s.text.share()
	s.named(c, carriedFrom(r))
	if r.Status == statusSwitching && UpgradeOf(r.Upgrade) == UpgradeWebSocket && c.Application() == 0 {
		c.SetApplication(categories.WebSocket)
	}
	setUse(c, h.ContentType)
}

// named sets the application that a message itself identifies, or else classifies the flow by its metadata. Any
// application may use WebSocket, so WebSocket flows are classified by metadata too.
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

// Close records the values of incomplete heads.
func (s *session) Close(c *l7.Ctx) {
	s.closePeeks(c)
	for d := range s.readers {
		s.finish(c, uint8(d))
	}
}

// finish records the values of an incomplete head, for a direction that is not read further.
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
	s.resetPeeks()
	*s = session{readers: s.readers, text: s.text, early: early, peeks: s.peeks}
}
