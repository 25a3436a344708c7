package http_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

// follow feeds a Reader in parts of a size.
func follow(data []byte, size int) l7test.Course[http.Event] {
	var r http.Reader
	c := l7test.Follow(data, size, r.Next, func(e http.Event) (string, bool) {
		if e != http.IsRequest && e != http.IsResponse {
			return "", false
		}
		return head(&r, e), true
	})
	if e := r.Finish(); e != http.More {
		c.Events = append(c.Events, "cut "+head(&r, e))
	}
	return c
}

// words returns the first word of every head.
func words(heads []string) string {
	var words []string
	for _, head := range heads {
		word, _, _ := strings.Cut(head, " ")
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func head(r *http.Reader, e http.Event) string {
	if e == http.IsRequest {
		q := &r.Request
		return fmt.Sprintf("%s %q %q %q %d", q.Method, q.AppendURL(nil), q.UserAgent, q.ContentType, q.ContentLength)
	}
	p := &r.Response
	return fmt.Sprintf("%d %q %q %q %d", p.Status, p.Reason, p.Server, p.ContentType, p.ContentLength)
}

const post = "POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nGET /"

const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
	"5;name=value\r\nHTTP/\r\n1a \r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nTrailer: x\r\n\r\n"

func TestReaderInAnySplit(t *testing.T) {
	for _, d := range []struct {
		name, data, heads string
		end               http.Event
		left              string
	}{
		{"pipelined", get + post + get, "GET POST GET", http.More, ""},
		{"chunked", chunked + chunked + "HTTP/1.1 204 No\r\n\r\nHTTP/1.1 304 No\r\n\r\n", "200 200 204 304",
			http.More, ""},
		{"until close", "HTTP/1.0 200 OK\r\n\r\nanything HTTP/1.1 200 OK\r\n\r\n", "200", http.More, ""},
		{"continue", "HTTP/1.1 100 C\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "100 200", http.More, ""},
		{"identity", "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nabHTTP/1.1 204 N\r\n\r\n",
			"200 204", http.More, ""},
		{"codings in two fields", "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" +
			"2;x\r\nab\r\n000\r\na: b\r\n\r\n" + get, "POST GET", http.More, ""},
		{"lengths", "POST / HTTP/1.1\r\nContent-Length: 2, 2\r\n\r\nab" + get, "POST GET", http.More, ""},
		{"SIP interim with a body", "SIP/2.0 101 Dialog\r\n\r\nSIP/2.0 183 Progress\r\nContent-Length: 3\r\n\r\nv=0" +
			"SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n", "101 183 200", http.More, ""},
		{"websocket", "HTTP/1.1 101 Switching\r\n\r\n\x81\x05hello", "101", http.Switched, "\x81\x05hello"},
		{"connect", "CONNECT a:22 HTTP/1.1\r\n\r\nSSH-2.0-x\r\n", "CONNECT", http.Switched, "SSH-2.0-x\r\n"},
		{"http/2", http.Preface + "\x00", "", http.Switched, http.Preface + "\x00"},
		{"no http", "\x16\x03\x01", "", http.Malformed, "\x16\x03\x01"},
		{"bad chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd", "200", http.Malformed, "d"},
		{"cut", get + "GET /cut HTTP/1.1\r\nHost: h\r\nUser-Ag", "GET cut", http.More, ""},
		{"empty lines", "\r\n\r\n" + get + "\r\n\n", "GET", http.More, ""},
	} {
		whole := l7test.CheckSplits(t, d.name, []byte(d.data), follow)
		require.Equal(t, d.heads, words(whole.Events), d.name)
		require.Equal(t, d.end, whole.End, d.name)
		require.Equal(t, d.left, whole.Left, d.name)
	}
}

func TestReaderLimits(t *testing.T) {
	for _, data := range []string{
		"GET /" + strings.Repeat("x", http.MaxLine),
		"GET / HTTP/1.1\r\na: " + strings.Repeat("x", http.MaxLine),
		"GET / HTTP/1.1\r\n" + strings.Repeat("a: b\r\n", http.MaxHead/6),
	} {
		for _, size := range []int{len(data), 1460, 7} {
			var r http.Reader
			var e http.Event
			for rest := []byte(data); len(rest) > 0 && e == http.More; {
				n := min(size, len(rest))
				_, e = r.Next(rest[:n])
				rest = rest[n:]
			}
			require.Equal(t, http.TooLong, e)
		}
	}
}

func TestHeadHasNoBody(t *testing.T) {
	var r http.Reader
	rest, e := r.Next([]byte("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP/1.1 404 No\r\n\r\n"))
	require.Equal(t, http.IsResponse, e)
	r.NoBody()
	_, e = r.Next(rest)
	require.Equal(t, http.IsResponse, e)
	require.Equal(t, 404, r.Response.Status)
}

func TestSwitch(t *testing.T) {
	for _, before := range []string{"", "CONNECT a:1 HTTP/1.1\r\n\r\n", "CONNECT a:1 HTTP/1.1\r\n\r\nSSH", "\r\nS"} {
		var r http.Reader
		for rest, e := r.Next([]byte(before)); e != http.More; {
			rest, e = r.Next(rest)
		}
		r.Switch()
		held := before[strings.LastIndexByte(before, '\n')+1:]
		for _, more := range []string{"-2.0", "x", ""} {
			rest, e := r.Next([]byte(more))
			require.Equal(t, http.Switched, e)
			require.Equal(t, held+more, string(rest))
			held = ""
		}
	}
	var r http.Reader
	_, e := r.Next([]byte("\x16\x03"))
	require.Equal(t, http.Malformed, e)
	r.Switch()
	_, e = r.Next([]byte("x"))
	require.Equal(t, http.Malformed, e)
}

func TestNothingIsAllocated(t *testing.T) {
	data := bytes.Repeat([]byte(get), 4)
	var r http.Reader
	require.Zero(t, testing.AllocsPerRun(100, func() {
		r.Reset()
		for rest := data; ; {
			var e http.Event
			if rest, e = r.Next(rest); e != http.IsRequest {
				break
			}
		}
	}))
	half := len(data) / 2
	require.Zero(t, testing.AllocsPerRun(100, func() {
		r.Reset()
		for _, rest := range [][]byte{data[:half+9], data[half+9:]} {
			for e := http.IsRequest; e == http.IsRequest; {
				rest, e = r.Next(rest)
			}
		}
	}), "the buffer is kept")
}
