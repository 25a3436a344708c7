//go:build !tiny

package http_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/risk"
)

const elf = "\x7fELF\x02\x01\x01\x00 and so on, and so on, and so on, and so on, and so on, and so on"

// However bodies are cut, what they begin as is the same.
func TestBodies(t *testing.T) {
	upload := "POST /a HTTP/1.1\r\nHost: a\r\nUser-Agent: b\r\nContent-Length: 8\r\n\r\n\x89PNG\r\n\x1a\n"
	for _, c := range []struct {
		request, response, kind, content string
	}{
		{get, "HTTP/1.1 200 OK\r\n\r\n" + elf, "elf", ""},
		{get, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\x7fELFHTTP/1.1 200 OK\r\n\r\n", "elf", ""},
		{get, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1f;a=b\r\n" + elf, "elf", ""},
		{get, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + strings.Repeat("1", 100) + elf, "", ""},
		{get, "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n" + elf, "", ""},
		{get, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + elf, "elf", ""},
		{get, "HTTP/1.1 204 No Content\r\n\r\n" + elf, "", ""},
		{strings.Replace(get, "GET", "HEAD", 1), "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + elf, "", ""},
		{upload, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "png", ""},
		{upload, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n\x00\x01\x02\x03\x04", "png", "text that begins with 00010203"},
		{get, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nab", "", ""},
		{get, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\n\r\n\x00\x01\x02\x03\x04", "", ""},
	} {
		for _, size := range []int{1, 2, 7, 33, 1000} {
			tables := l7.Compile(http.Protos())
			tables.LookAtContent()
			tables.LookFor(&l7.Risks{On: risk.Of(risk.SuspiciousContent)})
			k := l7test.NewTalk(l7.NewEngine(tables, l7.Limits{TCP: 1 << 12}), l7.TCP, 40000, 80)
			k.Segments(0, []byte(c.request), size)
			k.Segments(1, []byte(c.response), size)
			k.End()
			kind := ""
			if m := metadata.Get[metadata.Content](k.Metadata); m != nil {
				kind = m.Kind.String()
			}
			require.Equal(t, c.kind, kind, "%q %d", c.response, size)
			require.Equal(t, c.content, k.Risks().Detail(risk.SuspiciousContent), "%q %d", c.response, size)
		}
	}
}

// Without content asked for the first response decides, as before.
func TestContentIsNotAskedFor(t *testing.T) {
	k := newTalk(newEngine())
	k.Turns(get, "HTTP/1.1 200 OK\r\n\r\n")
	require.True(t, k.Flow.Decided())
	require.Nil(t, metadata.Get[metadata.Content](k.Metadata))
}
