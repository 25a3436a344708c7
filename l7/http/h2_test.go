package http_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/http2/hpack"

	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

// block compresses fields given as name, value, name, value.
func block(e *hpack.Encoder, to *bytes.Buffer, fields ...string) string {
	to.Reset()
	for i := 0; i < len(fields); i += 2 {
		e.WriteField(hpack.HeaderField{Name: fields[i], Value: fields[i+1]})
	}
	return to.String()
}

// frame appends a frame (RFC 9113, section 4.1).
func frame(to []byte, kind, flags byte, stream byte, payload string) []byte {
	to = append(to, byte(len(payload)>>16), byte(len(payload)>>8), byte(len(payload)), kind, flags, 0, 0, 0, stream)
	return append(to, payload...)
}

const (
	data, headers, settings, continuation       = 0, 1, 4, 9
	endStream, endHeaders, padded, withPriority = 0x1, 0x4, 0x8, 0x20
)

// h2Client is a client's side with two requests. The first comes in a padded frame and a continuation.
func h2Client() []byte {
	var fields bytes.Buffer
	e := hpack.NewEncoder(&fields)
	out := frame([]byte(http.Preface), settings, 0, 0, "\x00\x04\x00\x00\xff\xff")
	first := block(e, &fields, ":method", "POST", ":scheme", "http", ":authority", "example.com", ":path", "/rpc",
		"user-agent", "grpc-go/1.60", "content-type", "application/grpc")
	out = frame(out, headers, padded|withPriority, 1, "\x03"+"\x00\x00\x00\x00\x07"+first[:9]+"\x00\x00\x00")
	out = frame(out, continuation, endHeaders, 1, first[9:])
	out = frame(out, data, endStream, 1, "body")
	second := block(e, &fields, ":method", "GET", ":scheme", "http", ":authority", "example.com", ":path", "/")
	return frame(out, headers, endStream|endHeaders, 3, second)
}

func h2Server() []byte {
	var fields bytes.Buffer
	e := hpack.NewEncoder(&fields)
	out := frame(frame(nil, settings, 0, 0, ""), settings, 1, 0, "")
	out = frame(out, headers, endHeaders, 1,
		block(e, &fields, ":status", "200", "content-type", "text/html", "server", "nginx"))
	return frame(out, headers, endStream|endHeaders, 1, block(e, &fields, "trailer", "x"))
}

func followH2(data []byte, size int) l7test.Course[http.Event] {
	var r http.H2Reader
	return l7test.Follow(data, size, r.Next, func(e http.Event) (string, bool) {
		h := &r.Head
		return fmt.Sprint(h.Method, h.Authority, h.Path, " ", h.Status, h.UserAgent, h.ContentType, h.Server, h.Stream,
			h.EndStream), e == http.IsRequest || e == http.IsResponse
	})
}

func TestH2InAnySplit(t *testing.T) {
	for name, c := range map[string]struct {
		data  []byte
		heads string
	}{
		"client": {h2Client(), "POSTexample.com/rpc GETexample.com/"},
		"server": {h2Server(), ""},
	} {
		whole := l7test.CheckSplits(t, name, c.data, followH2)
		require.Equal(t, http.More, whole.End, name)
		require.Equal(t, c.heads, strings.TrimSpace(words(whole.Events)), name)
	}
	require.Len(t, followH2(h2Server(), 9).Events, 1, "trailers are no message")
	require.True(t, http.MaybeHTTP2(h2Client()))
	require.True(t, http.MaybeHTTP2Server(h2Server()))
	require.False(t, http.MaybeHTTP2Server([]byte{0, 0, 5, 4}))
}

func TestH2IsStrict(t *testing.T) {
	settings := "\x00\x00\x00\x04\x00\x00\x00\x00\x00"
	for name, data := range map[string]string{
		"preface":         http.Preface[:10] + "x",
		"no settings":     http.Preface + "\x00\x00\x00\x06\x00\x00\x00\x00\x00",
		"settings length": "\x00\x00\x05\x04\x00\x00\x00\x00\x00",
		"stream 0":        settings + "\x00\x00\x01\x01\x04\x00\x00\x00\x00\x82",
		"continuation":    settings + "\x00\x00\x01\x09\x04\x00\x00\x00\x01\x82",
		"interrupted":     settings + "\x00\x00\x01\x01\x00\x00\x00\x00\x01\x82" + settings,
		"padding":         settings + "\x00\x00\x01\x01\x0c\x00\x00\x00\x01\x05",
		"index":           settings + "\x00\x00\x01\x01\x04\x00\x00\x00\x01\x80",
	} {
		require.Equal(t, http.Malformed, followH2([]byte(data), 1).End, name)
	}
	huge := settings + "\x01\x00\x01\x01\x04\x00\x00\x00\x01"
	require.Equal(t, http.TooLong, followH2([]byte(huge), 3).End)
}

func TestH2OverCorpus(t *testing.T) {
	readers := map[l7test.Ends]*http.H2Reader{}
	heads := map[string]int{}
	l7test.InOrder(t, corpus.Pcap(t, "http2.pcapng"), func(e l7test.Ends, data []byte) {
		if readers[e] == nil {
			readers[e] = &http.H2Reader{}
		}
		for event := http.IsRequest; event == http.IsRequest || event == http.IsResponse; {
			if data, event = readers[e].Next(data); event == http.IsRequest || event == http.IsResponse {
				h := readers[e].Head
				heads[fmt.Sprint(h.Method, " ", h.Authority, h.Path, " ", h.Status)]++
			}
			require.LessOrEqual(t, event, http.IsResponse)
		}
	})
	t.Log(heads)
	require.NotEmpty(t, heads)
}
