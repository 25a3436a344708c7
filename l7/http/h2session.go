package http

import (
	"strings"

	"github.com/nfstream/nfstream-go/l7"
)

// h2Session reads a connection of HTTP/2 until its first request and its first response are known.
type h2Session struct {
	heads
	readers [2]H2Reader // by direction
	stream  uint32      // of the first request
}

// Read reads bytes of a direction.
func (s *h2Session) Read(c *l7.Ctx) l7.Verdict {
	r, data := &s.readers[c.Dir], c.Data
	for {
		rest, e := r.Next(data)
		switch e {
		case More:
			return l7.More
		case IsRequest:
			s.ask(c.Dir)
			s.request(c, &r.Head)
		case IsResponse:
			s.response(c, &r.Head)
		default:
			return s.end(c.Dir)
		}
		if s.both() {
			return l7.Match
		}
		data = rest
	}
}

// request writes down what the first request says.
func (s *h2Session) request(c *l7.Ctx, r *H2Head) {
	h, m := l7.Record[Metadata](c), c.Metadata()
	if !s.first(h) {
		return
	}
	s.stream = r.Stream
	host, _ := SplitAuthority([]byte(r.Authority))
	m.ServerName = strings.ToLower(string(host))
	h.Method, h.URL = r.Method, r.Authority+r.Path
	m.UserAgent = r.UserAgent
	m.ClientText, m.ServerText = OperatingSystem(r.UserAgent), m.ServerName
	if r.ForwardedFor != "" {
		l7.Record[Rare](c).ForwardedFor = r.ForwardedFor[:min(len(r.ForwardedFor), maxField)]
	}
	r.addCredentials(c)
	h.RequestContentType, h.Referer = mediaType(r.ContentType), r.Referer[:min(len(r.Referer), maxReferer)]
	c.Classify()
}

// response writes down what the final response to the first request says, if this is it: those to others may come before
// it.
func (s *h2Session) response(c *l7.Ctx, r *H2Head) {
	if r.Status/100 == 1 || s.requests && s.stream != r.Stream {
		return
	}
	h := l7.Record[Metadata](c)
	if !s.answers(h, r.Status) {
		return
	}
	c.Metadata().ServerText = c.Metadata().ServerName
	h.ContentType, h.Server = mediaType(r.ContentType), r.Server[:min(len(r.Server), maxServer)]
	if name := FileName([]byte(r.Disposition)); name != nil {
		l7.Record[Rare](c).File = string(cut(name))
	}
	h.ContentLength = r.ContentLength
	c.Classify()
	setUse(c, h.ContentType)
}

// mediaType is MediaType of a string.
func mediaType(contentType string) string {
	of, _, _ := strings.Cut(contentType, ";")
	return strings.TrimSpace(of)
}

// Close has nothing to add: of a field block that is not whole nothing is known.
func (s *h2Session) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *h2Session) Reset() { *s = h2Session{} }
