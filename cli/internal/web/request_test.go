package web

import (
	"bufio"
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const end = "\r\n\r\n"

func TestParse(t *testing.T) {
	for head, want := range map[string]request{
		"GET /metrics HTTP/1.1\r\nHost: localhost:9464\r\nAccept: */*": {"GET", "/metrics", "localhost"},
		"GET /metrics HTTP/1.0":                                   {"GET", "/metrics", ""},
		"HEAD /healthz?verbose=1 HTTP/1.1\r\nhOsT:\t[::1]:80 ":    {"HEAD", "/healthz", "::1"},
		"GET http://127.0.0.1:80/metrics HTTP/1.1\r\nHost:a":      {"GET", "/metrics", "a"},
		"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3":          {"PUT", "/", "a"},
		"GET /x HTTP/1.1\r\nHost: a\r\nX-Text: caf\xe9\r\nEmpty:": {"GET", "/x", "a"},
	} {
		r, refused := parse([]byte(head + end))
		require.Empty(t, refused, "%q", head)
		require.Equal(t, want, r)
	}
}

func TestRefusedRequests(t *testing.T) {
	for head, want := range map[string]string{
		"":                                                 statusBadRequest,
		"GET":                                              statusBadRequest,
		"GET /":                                            statusBadRequest,
		"GET  / HTTP/1.1\r\nHost: a":                       statusBadRequest,
		"GET / HTTP/1.1 \r\nHost: a":                       statusVersion,
		"GET / HTTP/2.0":                                   statusVersion,
		"GET / FTP/1.1":                                    statusBadRequest,
		"G(T / HTTP/1.1\r\nHost: a":                        statusBadRequest,
		"GET * HTTP/1.1\r\nHost: a":                        statusBadRequest,
		"GET /%2e HTTP/1.1\r\nHost: a":                     statusBadRequest,
		"GET /\x00 HTTP/1.1\r\nHost: a":                    statusBadRequest,
		"GET / HTTP/1.1":                                   statusBadRequest, // without a host
		"GET / HTTP/1.1\r\nHost: a\r\nHost: b":             statusBadRequest,
		"GET / HTTP/1.1\r\nHost: a\r\n folded":             statusBadRequest,
		"GET / HTTP/1.1\r\nHost: a\r\nName : x":            statusBadRequest,
		"GET / HTTP/1.1\r\nHost: a\r\nX: a\x01b":           statusBadRequest,
		"GET / HTTP/1.1\r\nHost: a\r\nno colon":            statusBadRequest,
		"GET / HTTP/1.1\nHost: a":                          statusVersion, // lines end in CR LF
		"GET http://a HTTP/1.1\r\nHost: a":                 statusBadRequest,
		"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03 a b": statusBadRequest, // TLS
	} {
		_, refused := parse([]byte(head + end))
		require.Equal(t, want, refused, "%q", head)
	}
}

// net/http accepts each accepted request with the same meaning, and a request is never longer than its head.
func FuzzParse(f *testing.F) {
	for _, head := range []string{"GET /metrics HTTP/1.1\r\nHost: localhost:9464\r\nAccept: */*", "GET / HTTP/1.0",
		"HEAD /a?b HTTP/1.1\r\nHost: [::1]:1",
		"GET http://a/b HTTP/1.1\r\nHost: c\r\nX: \xff", "A /\r\n", "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked"} {
		f.Add([]byte(head + end))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		n := headEnd(text)
		if n == 0 {
			return
		}
		r, refused := parse(text[:n])
		if refused != "" {
			return
		}
		h, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(text[:n])))
		if err != nil { // net/http is stricter about hosts and about bytes after the head
			for _, more := range []string{"transfer encoding", "Content-Length", "Host", "host", "invalid URL", "parse "} {
				if strings.Contains(err.Error(), more) {
					return
				}
			}
		}
		require.NoError(t, err)
		require.Equal(t, h.Method, r.method)
		require.Equal(t, h.URL.Path, r.path)
	})
}
