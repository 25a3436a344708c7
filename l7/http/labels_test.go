package http_test

import (
	"strings"
	"testing"

	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

// seen is what a flow's first request and response say.
type seen struct {
	readers             map[l7test.Ends]*http.Reader
	method, host        string
	url, agent, reqType string
	code                int
	contentType         string
}

func (s *seen) add(e l7test.Ends, data []byte) {
	r := s.readers[e]
	if r == nil {
		r = &http.Reader{}
		s.readers[e] = r
	}
	for {
		rest, event := r.Next(data)
		switch {
		case event == http.IsRequest:
			s.request(&r.Request)
		case event == http.IsResponse:
			s.response(&r.Response)
			if s.method == "HEAD" {
				r.NoBody()
			}
		default:
			return
		}
		data = rest
	}
}

func (s *seen) request(r *http.Request) {
	if s.method == "" {
		s.method, s.host = string(r.Method), strings.ToLower(string(r.Hostname()))
		s.url, s.agent = string(r.AppendURL(nil)), string(r.UserAgent)
		s.reqType = string(http.MediaType(r.ContentType))
	}
}

func (s *seen) response(r *http.Response) {
	if s.code == 0 {
		s.code, s.contentType = r.Status, string(http.MediaType(r.ContentType))
	}
}

func (s *seen) finish() {
	for _, r := range s.readers {
		switch r.Finish() {
		case http.IsRequest:
			s.request(&r.Request)
		case http.IsResponse:
			s.response(&r.Response)
		}
	}
}

func compare(t testing.TB, c l7test.Tally, where string, l *label, s *seen) {
	want := l.NDPI.HTTP
	same := func(field string, want, got any) { c.Add(t, field, where, want == got, want, got) }
	same("hostname", l.NDPI.Hostname, s.host)
	same("url", want.URL, s.url)
	same("user_agent", want.UserAgent, s.agent)
	same("request_content_type", want.RequestType, s.reqType)
	same("content_type", want.ContentType, s.contentType)
	same("code", want.Code, s.code)
}

func TestLabelsOverCorpus(t *testing.T) {
	counts := l7test.Tally{}
	for _, name := range l7test.Undamaged(t) {
		all, flows := l7test.LabelsByFlow[inspection](t, name), map[l7test.Ends]*seen{}
		l7test.InOrder(t, name, func(e l7test.Ends, data []byte) {
			flow := e
			if all[flow] == nil {
				flow = e.Reverse()
			}
			if l := all[flow]; l == nil || l.NDPI.HTTP == nil || l.NDPI.HTTP.URL == "" {
				return
			}
			if flows[flow] == nil {
				flows[flow] = &seen{readers: map[l7test.Ends]*http.Reader{}}
			}
			flows[flow].add(e, data)
		})
		for e, s := range flows {
			s.finish()
			compare(t, counts, name, all[e], s)
		}
	}
	counts.Require(t, 0.98)
}
