package http_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/http2/hpack"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

func TestH2Flow(t *testing.T) {
	k := exchange(t, string(h2Client()), string(h2Server()))
	require.True(t, k.Flow.Decided())
	require.Equal(t, categories.HTTP2, k.Flow.Protocol)
	require.Equal(t, "example.com", k.Metadata.ServerName)
	require.Equal(t, "POST", metadata.Get[http.Metadata](k.Metadata).Method)
	require.Equal(t, "example.com/rpc", metadata.Get[http.Metadata](k.Metadata).URL)
	require.EqualValues(t, 200, metadata.Get[http.Metadata](k.Metadata).Status)
}

func TestH2ServerAlone(t *testing.T) {
	server := frame(nil, settings, 0, 0, "\x00\x03\x00\x00\x00\x64")
	server = frame(server, headers, endHeaders, 1, "\x88") // :status 200 (RFC 7541, appendix A)
	k := exchange(t, "", string(server))
	require.Equal(t, categories.HTTP2, k.Flow.Protocol)
	require.EqualValues(t, 200, metadata.Get[http.Metadata](k.Metadata).Status)
}

// The response is that to the first request, whatever comes before it.
func TestH2ResponseBelongsToTheRequest(t *testing.T) {
	var fields bytes.Buffer
	e := hpack.NewEncoder(&fields)
	server := frame(nil, settings, 0, 0, "")
	server = frame(server, headers, endHeaders, 3, block(e, &fields, ":status", "404", "content-type", "text/other"))
	server = frame(server, headers, endHeaders, 1, block(e, &fields, ":status", "103", "content-type", "text/early"))
	k := newTalk(newEngine())
	k.Turns(string(h2Client()), string(server))
	require.False(t, k.Flow.Decided())
	k.Say(1, frame(nil, headers, endHeaders, 1, block(e, &fields, ":status", "201", "content-type", "text/x")))
	require.True(t, k.Flow.Decided())
	require.EqualValues(t, 201, metadata.Get[http.Metadata](k.Metadata).Status)
	require.Equal(t, "text/x", metadata.Get[http.Metadata](k.Metadata).ContentType)
}

// Flags without a meaning are ignored (RFC 9113, section 4.1).
func TestH2UnknownFlags(t *testing.T) {
	server := frame(nil, settings, 0x80, 0, "\x00\x03\x00\x00\x00\x64")
	server = frame(server, headers, endHeaders|0x40, 1, "\x88")
	k := exchange(t, string(h2Client()), string(server))
	require.EqualValues(t, 200, metadata.Get[http.Metadata](k.Metadata).Status)
}

func TestH2HostWithoutAuthority(t *testing.T) {
	var fields bytes.Buffer
	e := hpack.NewEncoder(&fields)
	client := frame([]byte(http.Preface), settings, 0, 0, "")
	client = frame(client, headers, endHeaders, 1, block(e, &fields, ":method", "GET", ":scheme", "http", ":path", "/",
		"host", "Example.com"))
	k := exchange(t, string(client))
	require.Equal(t, "example.com", k.Metadata.ServerName)
	require.Equal(t, "Example.com/", metadata.Get[http.Metadata](k.Metadata).URL)
}

func TestNotH2(t *testing.T) {
	for _, bytes := range []string{
		http.Preface[:20] + "x", "\x00\x00\x05\x04\x00\x00\x00\x00\x00", "\x00\x00\x00\x04\x00\x00\x00\x00\x00",
		"\x00\x00\x06\x04\x00\x00\x00\x00\x00\x01\x03\x00\x00\x00\x01", "\x00\x00\x06\x04\x01\x00\x00\x00\x00",
	} {
		k := exchange(t, bytes)
		require.NotEqual(t, categories.HTTP2, k.Flow.Protocol, "%q", bytes)
	}
}

// middle returns a connection that was captured without its start.
func middle(turns ...string) *l7test.Talk {
	k := newTalk(newEngine())
	k.Middle = true
	k.Turns(turns...)
	return k
}

func TestWebSocketFromItsMiddle(t *testing.T) {
	masked := "\x81\x88abcd" + "\x09\x07\x0f\x08\x0e\x42\x1a\x0b"
	for _, text := range []string{"\x81\x17Welcome, 192.168.43.1 !", "\x81\x09caf\xc3\xa9 bar", masked} {
		k := middle(text)
		require.Equal(t, categories.WebSocket, k.Flow.Protocol, "%q", text)
		require.Zero(t, exchange(t, text).Flow.Confidence&l7.ByInspection, "%q", text)
		k = middle()
		k.Segments(0, []byte(text), 1)
		require.Equal(t, categories.WebSocket, k.Flow.Protocol, "%q", text)
	}
	for _, other := range []string{
		"\x81\x07Welcome", "\x81\x08Wel\x00come", "\x81\x09caf\xc3\xa9 ba", "\x81\x08caf\xc3 bar",
		"\x81\x08Welcomes!", "\x81\xff12345678", "\x81\x7e\x00\x0812345678",
	} {
		require.Zero(t, middle(other).Flow.Protocol, "%q", other)
	}
}

func TestWebSocketUpgrade(t *testing.T) {
	k := exchange(t, "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")
	require.Equal(t, categories.HTTP, k.Flow.Protocol)
	require.Equal(t, categories.WebSocket, k.Flow.Application)
	require.EqualValues(t, 101, metadata.Get[http.Metadata](k.Metadata).Status)
}
