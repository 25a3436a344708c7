package http_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

const ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 0\r\n\r\n"

func TestFlow(t *testing.T) {
	k := exchange(t, "POST /a?b=c HTTP/1.1\r\nHost: Example.COM:8080\r\nContent-Type: text/xml; charset=x\r\n"+
		"User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nContent-Length: 0\r\n\r\n", ok)
	require.Equal(t, categories.HTTP, k.Flow.Protocol)
	require.Equal(t, l7.ByInspection, k.Flow.Confidence)
	require.Equal(t, (&metadata.Set{ServerName: "example.com", UserAgent: "Mozilla/5.0 (X11; Linux x86_64)",
		ClientText: "Linux", ServerText: "example.com"}).With(&http.Metadata{
		Method: "POST", URL: "Example.COM:8080/a?b=c",
		RequestContentType: "text/xml", ContentType: "text/html", Status: 200}), k.Metadata)
}

// Of the first request and its response, cut where they are long.
func TestRefererAndServer(t *testing.T) {
	long := strings.Repeat("x", 2000)
	k := exchange(t, "GET / HTTP/1.1\r\nHost: a\r\nreferer: http://b.example/"+long+"\r\n\r\n",
		"HTTP/1.1 200 OK\r\nServer: Apache/2.4 (Unix)\r\nContent-Length: 0\r\n\r\n")
	m := metadata.Get[http.Metadata](k.Metadata)
	require.Equal(t, ("http://b.example/" + long)[:1024], m.Referer)
	require.Equal(t, "Apache/2.4 (Unix)", m.Server)
	k = exchange(t, get, "HTTP/1.1 200 OK\r\nServer: "+long+"\r\n\r\n")
	require.Equal(t, long[:256], metadata.Get[http.Metadata](k.Metadata).Server)
}

func TestFlowIsDecidedByItsFirstResponse(t *testing.T) {
	k := newTalk(newEngine())
	k.Say(0, []byte(get+get))
	require.False(t, k.Flow.Decided())
	k.Say(1, []byte(ok[:20]))
	require.False(t, k.Flow.Decided())
	k.Say(1, []byte(ok[20:]))
	require.True(t, k.Flow.Decided())
}

func TestOneDirection(t *testing.T) {
	k := exchange(t, get+post)
	require.Equal(t, "GET", metadata.Get[http.Metadata](k.Metadata).Method)
	require.Zero(t, metadata.Get[http.Metadata](k.Metadata).Status)
	k = exchange(t, "", ok+"HTTP/1.1 404 Not Found\r\n\r\n")
	require.Equal(t, categories.HTTP, k.Flow.Protocol)
	require.Equal(t, new(metadata.Set).With(&http.Metadata{Status: 200, ContentType: "text/html"}), k.Metadata)
}

func TestResponseBelongsToTheRequest(t *testing.T) {
	k := exchange(t, "", ok, get, "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n\r\n")
	require.Equal(t, "example.com", k.Metadata.ServerName)
	require.EqualValues(t, 404, metadata.Get[http.Metadata](k.Metadata).Status)
	require.Equal(t, "text/plain", metadata.Get[http.Metadata](k.Metadata).ContentType)
}

// Interim responses are none (RFC 9110, section 15.2), but for 101.
func TestInterimResponses(t *testing.T) {
	const early, done = "HTTP/1.1 103 Early Hints\r\nContent-Type: text/plain\r\n\r\n", "HTTP/1.1 201 Created\r\n\r\n"
	const goOn = "HTTP/1.1 100 Continue\r\n\r\n"
	for _, c := range []struct {
		turns   []string
		status  uint16
		decided bool
	}{
		{[]string{get, goOn + done}, 201, true},
		{[]string{get, goOn, "body", early, "", early + done}, 201, true},
		{[]string{"", goOn, get, done}, 201, true},
		{[]string{get, goOn}, 0, false},
		{[]string{get, early + "HTTP/1.1 101 Switching Protocols\r\n\r\n"}, 101, true},
		{[]string{"CONNECT a:1 HTTP/1.1\r\n\r\n", goOn + "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"}, 407, false},
	} {
		k := newTalk(newEngine())
		k.Turns(c.turns...)
		require.Equal(t, c.decided, k.Flow.Decided(), c.turns)
		k.End()
		require.Equal(t, c.status, metadata.Get[http.Metadata](k.Metadata).Status, c.turns)
		require.Empty(t, metadata.Get[http.Metadata](k.Metadata).ContentType)
	}
}

// A server may answer before it has the request whole.
func TestEarlyResponse(t *testing.T) {
	k := exchange(t, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\npart",
		"HTTP/1.1 413 Too Large\r\nContent-Type: text/x\r\n\r\n", strings.Repeat("x", 5000))
	require.True(t, k.Flow.Decided())
	require.EqualValues(t, 413, metadata.Get[http.Metadata](k.Metadata).Status)
	k = exchange(t, "GET / HTTP/1.1\r\nHost: a\r\n", "HTTP/1.1 408 Timeout\r\n\r\n", "Accept: x\r\n\r\n")
	require.Equal(t, "GET", metadata.Get[http.Metadata](k.Metadata).Method)
	require.EqualValues(t, 408, metadata.Get[http.Metadata](k.Metadata).Status)
}

func TestFoldedFields(t *testing.T) {
	k := exchange(t, "GET / HTTP/1.1\r\nHost:\r\n Example.com\r\nUser-Agent: Mozilla/5.0\r\n\t(X11)\r\n\r\n", ok)
	require.Equal(t, "example.com", k.Metadata.ServerName)
	require.Equal(t, "example.com/", strings.ToLower(metadata.Get[http.Metadata](k.Metadata).URL))
	require.Equal(t, "Mozilla/5.0 (X11)", k.Metadata.UserAgent)
}

func TestVariants(t *testing.T) {
	for _, c := range []struct {
		request  string
		protocol categories.ID
		name     string
	}{
		{"GET http://Example.com/x HTTP/1.1\r\nHost: b\r\n\r\n", categories.HTTPProxy, "example.com"},
		{"CONNECT Example.com:443 HTTP/1.1\r\n\r\n", categories.HTTPConnect, "example.com"},
		{"CONNECT / HTTP/1.1\r\nHost: Example.com:443\r\n\r\n", categories.HTTPConnect, "example.com"},
		{"\r\nPROPFIND /dav HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n\r\n", categories.HTTP, "2001:db8::1"},
		{"POST /ipp HTTP/1.0\nHost: a\nContent-Type: application/ipp\n\n", categories.HTTP, "a"},
		{"NOTIFY / HTTP/1.1\r\nHost: a\r\n\r\n", categories.HTTP, "a"},
		{"GET /" + strings.Repeat("long", 2000) + " HTTP/1.1\r\nHost: a\r\n\r\n", categories.HTTP, "a"},
		{"GET / HTTP/1.1\r\nHost: a\r\nCookie: cut", categories.HTTP, "a"},
	} {
		k := exchange(t, c.request)
		require.Equal(t, c.protocol, k.Flow.Protocol, c.request)
		require.Equal(t, c.name, k.Metadata.ServerName, c.request)
	}
}

func TestNotHTTP(t *testing.T) {
	for _, text := range []string{
		"OPTIONS rtsp://cam/1 RTSP/1.0\r\nCSeq: 1\r\n\r\n", "INVITE sip:a@b SIP/2.0\r\nVia: x\r\n\r\n",
		"OPTIONS sip:a SIP/2.0\r\n\r\n", "RTSP/1.0 200 OK\r\n\r\n", "SIP/2.0 200 OK\r\n\r\n", "ICY 200 OK\r\n\r\n",
		"ICAP/1.0 200 OK\r\n\r\n", "HTTP/9.1 200 OK\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n", "USER anonymous\r\n",
		"EHLO mail.example\r\n", "GNUTELLA CONNECT/0.6\r\n", "SOURCE /live ICE/1.0\r\n", "GET\x00/ HTTP/1.1\r\n\r\n",
		"GET /a\x01b", "NICK a", "PRI * HTTP/1.9x\r\n", "XYZ " + strings.Repeat("a", 4000),
	} {
		k := newTalk(newEngine())
		k.Say(0, []byte(text))
		require.Zero(t, k.Flow.Protocol, text)
		require.Nil(t, k.Metadata, text)
	}
}

func TestCutPackets(t *testing.T) {
	k := newTalk(newEngine())
	k.Step(0, 0, []byte("GET /some/long/path/that"), 400)
	require.Equal(t, categories.HTTP, k.Flow.Protocol)
	k = newTalk(newEngine())
	k.Step(0, 0, []byte("OPTIONS rtsp://camera/path"), 400)
	require.Zero(t, k.Flow.Protocol)
}

func TestTunnel(t *testing.T) {
	k := exchange(t, "CONNECT a:80 HTTP/1.1\r\n\r\n", "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n",
		"CONNECT a:80 HTTP/1.1\r\nProxy-Authorization: x\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
		"GET http://inside/ HTTP/1.1\r\nHost: inside\r\n\r\n", "HTTP/1.1 500 Oops\r\n\r\n")
	require.True(t, k.Flow.Decided())
	require.Equal(t, categories.HTTPConnect, k.Flow.Protocol)
	require.Equal(t, "a:80", metadata.Get[http.Metadata](k.Metadata).URL)
	require.EqualValues(t, 407, metadata.Get[http.Metadata](k.Metadata).Status)
}

func TestTunnelIsHandedOver(t *testing.T) {
	var seen string
	inner := l7.Proto{ID: categories.TLS, On: l7.TCP, First: l7.Bytes(0x16), Probe: func(c *l7.Ctx) l7.Verdict {
		seen = string(c.Data)
		return l7.Match
	}}
	k := newTalk(l7.NewEngine(l7.Compile(append(http.Protos(), inner)), l7.Limits{TCP: 32}))
	k.Say(0, []byte("CONNECT a:443 HTTP/1.1\r\n\r\n"))
	k.Say(1, []byte("HTTP/1.0 200 Connection established\r\n\r\n"))
	k.Say(0, []byte("\x16\x03\x01"))
	require.Equal(t, "\x16\x03\x01", seen)
	require.True(t, k.Flow.Decided())
	require.Equal(t, categories.HTTPConnect, k.Flow.Protocol)
}

func TestNamesAreClassified(t *testing.T) {
	refine := func(p categories.ID, m *metadata.Set) l7.Answer {
		if p == categories.HTTPProxy && m.ServerName == "example.com" {
			return l7.Answer{App: categories.Google}
		}
		return l7.Answer{}
	}
	k := newTalk(l7.NewEngine(l7.Compile(http.Protos(), refine), l7.Limits{TCP: 32}))
	k.Say(0, []byte("GET http://example.com/ HTTP/1.1\r\n\r\n"))
	require.Equal(t, categories.Google, k.Flow.Application)
}

func TestCarried(t *testing.T) {
	for request, want := range map[string]categories.ID{
		"POST /ipp HTTP/1.1\r\nContent-Type: application/ipp\r\n\r\n":   categories.IPP,
		"POST /p HTTP/1.1\r\nContent-Type: Application/IPP\r\n\r\n":     categories.IPP,
		"POST /x HTTP/1.1\r\nSOAPAction: \r\n\r\n":                      categories.SOAP,
		"GET /x HTTP/1.0\r\nx-sessioncookie: a\r\n\r\n":                 categories.RTSP,
		"GET /x HTTP/1.1\r\nUpgrade: websocket\r\n\r\n":                 categories.WebSocket,
		"PROPFIND /x HTTP/1.1\r\n\r\n":                                  categories.WebDAV,
		"GET /live/a.m3u8?x=.mpd HTTP/1.1\r\n\r\n":                      categories.HLS,
		"GET /uri-res/N2R?urn:sha1:X HTTP/1.1\r\n\r\n":                  categories.Gnutella,
		"GET /tracker/announce?info_hash=%aa&port=1 HTTP/1.1\r\n\r\n":   categories.BitTorrent,
		"GET /announce?x HTTP/1.1\r\nContent-Type: text/xml\r\n\r\n":    0,
		"GET /ocsp/MEkw HTTP/1.1\r\n\r\n":                               0,
		"GET /a.mpd/b HTTP/1.1\r\nHost: uri-res\r\nAccept: */*\r\n\r\n": 0,
	} {
		k := exchange(t, request, ok)
		require.Equal(t, categories.HTTP, k.Flow.Protocol)
		require.Equal(t, want, k.Flow.Application, request)
	}
	k := exchange(t, get, "HTTP/1.1 200 OK\r\nContent-Type: application/ocsp-response\r\n\r\n")
	require.Equal(t, categories.OCSP, k.Flow.Application)
	k = exchange(t, get, "HTTP/1.1 200 OK\r\nServer: CouchDB/3.3.3 (Erlang OTP/24)\r\nContent-Type: application/json\r\n\r\n")
	require.Equal(t, categories.CouchDB, k.Flow.Application)
}

func TestWhatResponsesAreFor(t *testing.T) {
	for mediaType, want := range map[string]categories.Category{
		"video/mp4": categories.CategoryMedia, "Video/MP4": categories.CategoryMedia, "audio/mpeg; x=y": categories.CategoryMedia,
		"application/octet-stream": categories.CategoryDownload, "text/html": categories.CategoryWeb, "": categories.CategoryWeb,
	} {
		k := exchange(t, get, "HTTP/1.1 200 OK\r\nContent-Type: "+mediaType+"\r\n\r\n")
		require.Equal(t, want, k.Flow.Category(), mediaType)
	}
}
