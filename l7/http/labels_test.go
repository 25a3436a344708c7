package http_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/http"
)

// seen is what a flow's first request and response say.
type seen struct {
	readers             map[ends]*http.Reader
	method, host        string
	url, agent, reqType string
	code                int
	contentType         string
}

func (s *seen) add(e ends, data []byte) {
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

// tally counts agreement by field.
type tally map[string]*[2]int

func (c tally) add(t testing.TB, field, where, want, got string) {
	if c[field] == nil {
		c[field] = &[2]int{}
	}
	c[field][1]++
	if want == got {
		c[field][0]++
		return
	}
	t.Logf("%s: %s: reference %q, parsed %q", where, field, want, got)
}

func (c tally) compare(t testing.TB, where string, l *label, s *seen) {
	want := l.NDPI.HTTP
	c.add(t, "hostname", where, l.NDPI.Hostname, s.host)
	c.add(t, "url", where, want.URL, s.url)
	c.add(t, "user_agent", where, want.UserAgent, s.agent)
	c.add(t, "request_content_type", where, want.RequestType, s.reqType)
	c.add(t, "content_type", where, want.ContentType, s.contentType)
	c.add(t, "code", where, strconv.Itoa(want.Code), strconv.Itoa(s.code))
}

func TestLabelsOverCorpus(t *testing.T) {
	counts := tally{}
	for _, name := range captures(t) {
		if strings.HasPrefix(name, "fuzz-") {
			continue // damaged at random, which the reference reads on in
		}
		all, flows := labels(t, name), map[ends]*seen{}
		segments(t, name, func(e ends, data []byte) {
			flow := e
			if all[flow] == nil {
				flow = e.reverse()
			}
			if l := all[flow]; l == nil || l.NDPI.HTTP == nil || l.NDPI.HTTP.URL == "" {
				return
			}
			if flows[flow] == nil {
				flows[flow] = &seen{readers: map[ends]*http.Reader{}}
			}
			flows[flow].add(e, data)
		})
		for e, s := range flows {
			s.finish()
			counts.compare(t, name, all[e], s)
		}
	}
	for field, n := range counts {
		t.Logf("%s: %d of %d", field, n[0], n[1])
		require.Greater(t, float64(n[0])/float64(n[1]), 0.98, field)
	}
}
