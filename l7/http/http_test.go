package http_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

const get = "GET /a?b=c HTTP/1.1\r\nHost: Example.com:8080\r\nUser-Agent: curl/8.4.0\r\nAccept: */*\r\n\r\n"

func parse(t testing.TB, head string) http.Request {
	t.Helper()
	var r http.Request
	n, err := r.Parse([]byte(head + "next"))
	require.NoError(t, err, "%q", head)
	require.Equal(t, len(head), n)
	return r
}

func TestRequest(t *testing.T) {
	r := parse(t, "\r\n"+get)
	require.Equal(t, "GET", string(r.Method))
	require.Equal(t, http.Version{Protocol: http.HTTP, Major: 1, Minor: 1}, r.Version)
	require.Equal(t, "Example.com", string(r.Hostname()))
	require.Equal(t, "Example.com:8080/a?b=c", string(r.AppendURL(nil)))
	require.Equal(t, "curl/8.4.0", string(r.UserAgent))
	require.Equal(t, "*/*", string(r.Fields.Get("accept")))
	require.Nil(t, r.Fields.Get("cookie"))
	require.EqualValues(t, -1, r.ContentLength)
}

func TestRequestFields(t *testing.T) {
	r := parse(t, "POST / HTTP/1.0\ncontent-LENGTH: 12\nno name\nHost:a\nHost:b\nContent-Type : text/xml ; charset=x\n"+
		"Upgrade: foo, WebSocket\nTransfer-Encoding: gzip, Chunked\nUser-Agent: a\n folded\n\n")
	require.EqualValues(t, 12, r.ContentLength)
	require.True(t, r.Chunked)
	require.Equal(t, "a", string(r.Host))
	require.Equal(t, "text/xml", string(http.MediaType(r.ContentType)))
	require.Equal(t, http.UpgradeWebSocket, http.UpgradeOf(r.Upgrade))
	require.Equal(t, "a\n folded", string(r.UserAgent))
	require.Equal(t, "a folded", string(http.AppendUnfolded(nil, r.UserAgent)))
}

func TestConnectWithoutHost(t *testing.T) {
	for line, host := range map[string]string{"CONNECT / HTTP/1.1": "", "CONNECT a HTTP/1.1": "a", "CONNECT a:1 HTTP/1.1": "a"} {
		r := parse(t, line+"\r\n\r\n")
		require.Equal(t, host, string(r.Hostname()), line)
	}
	r := parse(t, "CONNECT a HTTP/1.1\r\nHost: b\r\n\r\n")
	require.Equal(t, "a", string(r.Hostname()), "neither has a port")
}

func TestUnfolded(t *testing.T) {
	for value, want := range map[string]string{
		"": "", "a b": "a b", "a\r\n b": "a b", "a \r\n\t b\n  c": "a b c", "a\r\n \r\n b": "a b",
	} {
		require.Equal(t, want, string(http.AppendUnfolded(nil, []byte(value))), "%q", value)
	}
}

func TestLengths(t *testing.T) {
	for value, want := range map[string]int64{
		"5": 5, "5, 5": 5, "5,5 ,5": 5, "5, 6": -1, "6, 5, 5": -1, ",5": -1, "5,": -1, "": -1, "+5": -1, "0x5": -1,
		"999999999999999999": 999999999999999999, "9999999999999999999": -1,
	} {
		r := parse(t, "POST / HTTP/1.1\r\nContent-Length: "+value+"\r\n\r\n")
		require.Equal(t, want, r.ContentLength, value)
	}
}

func TestTargets(t *testing.T) {
	for _, c := range []struct{ line, host, url string }{
		{"GET / HTTP/1.1", "h", "h:1/"},
		{"OPTIONS * HTTP/1.1", "h", "h:1*"},
		{"GET http://u:p@Other:81/x HTTP/1.1", "Other", "http://u:p@Other:81/x"},
		{"GET http://[2001:db8::1]:81?x HTTP/1.1", "2001:db8::1", "http://[2001:db8::1]:81?x"},
		{"GET /?u=http://x/ HTTP/1.1", "h", "h:1/?u=http://x/"},
		{"GET http:///x HTTP/1.1", "h", "http:///x"},
		{"CONNECT example.com:443 HTTP/1.1", "example.com", "example.com:443"},
		{"CONNECT example.com:443/ HTTP/1.1", "example.com", "example.com:443/"},
		{"CONNECT http://example.com:443/ HTTP/1.1", "example.com", "http://example.com:443/"},
		{"CONNECT [2001:db8::1]:443 HTTP/1.1", "2001:db8::1", "[2001:db8::1]:443"},
		{"CONNECT / HTTP/1.1", "h", "h:1/"},
		{"CONNECT /x HTTP/1.1", "h", "h:1/x"},
		{"CONNECT ?x HTTP/1.1", "h", "h:1"},
		{"CONNECT * HTTP/1.1", "h", "h:1"},
		{"CONNECT :443 HTTP/1.1", "h", "h:1"},
		{"CONNECT tunnel HTTP/1.1", "h", "h:1"},
		{"GET /with a space HTTP/1.1", "h", "h:1/with a space"},
		{"DESCRIBE rtsp://cam/1 RTSP/1.0", "cam", "rtsp://cam/1"},
	} {
		r := parse(t, c.line+"\r\nHost: h:1\r\n\r\n")
		require.Equal(t, c.host, string(r.Hostname()), c.line)
		require.Equal(t, c.url, string(r.AppendURL(nil)), c.line)
	}
}

func TestAuthorities(t *testing.T) {
	for authority, want := range map[string]string{
		"a": "a 0", "a:80": "a 80", "a:": "a 0", "a:x": "a 0", "a:65536": "a 0", "[::1]": "::1 0", "[::1]:8": "::1 8",
		"::1": "::1 0", "u@a:1": "a 1", "u:p@[::1]:9": "::1 9", "": " 0", "[": "[ 0", "@": " 0", ":": " 0",
	} {
		host, port := http.SplitAuthority([]byte(authority))
		require.Equal(t, want, fmt.Sprint(string(host), " ", port), authority)
	}
}

func TestNotRequests(t *testing.T) {
	for _, head := range []string{
		"GET /\r\n\r\n", "GET / HTTP/1\r\n\r\n", "GET  HTTP/1.1\r\n", "get / HTTP/1.1\r\n\r\n", "GO / HTTP/1.1\r\n\r\n",
		"GET / XTTP/1.1\r\n\r\n", "GET /\x00 HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "\x16\x03\x01", " GET",
		strings.Repeat("A", http.MaxMethod+1),
	} {
		var r http.Request
		_, err := r.Parse([]byte(head))
		require.ErrorIs(t, err, http.ErrMalformed, "%q", head)
	}
}

func TestCutHeadHasItsWholeLines(t *testing.T) {
	var r http.Request
	for n := range len(get) {
		_, err := r.Parse([]byte(get[:n]))
		require.ErrorIs(t, err, http.ErrMore)
		require.True(t, http.MaybeRequest([]byte(get[:n])))
	}
	require.Equal(t, "curl/8.4.0", string(r.UserAgent))
}

func TestLimits(t *testing.T) {
	var r http.Request
	line := "GET /" + strings.Repeat("x", http.MaxLine)
	_, err := r.Parse([]byte(line[:http.MaxLine-1]))
	require.ErrorIs(t, err, http.ErrMore)
	_, err = r.Parse([]byte(line[:http.MaxLine]))
	require.ErrorIs(t, err, http.ErrTooLong)
	head := "GET / HTTP/1.1\r\n" + strings.Repeat("a: b\r\n", http.MaxHead/6)
	_, err = r.Parse([]byte(head[:http.MaxHead-1]))
	require.ErrorIs(t, err, http.ErrMore)
	_, err = r.Parse([]byte(head))
	require.ErrorIs(t, err, http.ErrTooLong)
}

func TestResponse(t *testing.T) {
	var r http.Response
	head := "HTTP/1.1 301 Moved Permanently\r\nServer: nginx\r\nLocation: https://x/\r\nContent-Type: text/html\r\n" +
		"Content-Length: 3\r\n\r\n"
	n, err := r.Parse([]byte(head + "abc"))
	require.NoError(t, err)
	require.Equal(t, len(head), n)
	require.Equal(t, 301, r.Status)
	require.Equal(t, "Moved Permanently nginx https://x/", fmt.Sprintf("%s %s %s", r.Reason, r.Server, r.Location))
	_, err = r.Parse([]byte("HTTP/1.0 200\n\n"))
	require.NoError(t, err)
	for _, bad := range []string{"HTTP/1.1 20 x\n\n", "HTTP/1.1 2000\n\n", "HTTP/1.1\n\n", "HTTPS", "SSH-2.0-x\r\n"} {
		_, err = r.Parse([]byte(bad))
		require.ErrorIs(t, err, http.ErrMalformed, "%q", bad)
	}
}

func TestMethodKinds(t *testing.T) {
	for method, kind := range map[string]http.MethodKind{
		"GET": http.MethodHTTP, "PROPFIND": http.MethodWebDAV, "SETUP": http.MethodRTSP, "INVITE": http.MethodSIP,
		"M-SEARCH": http.MethodUPnP, "RPC_IN_DATA": http.MethodRPC, "BREW": http.MethodOther,
	} {
		require.Equal(t, kind, http.MethodKindOf([]byte(method)), method)
	}
}

func TestOperatingSystems(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:91.0) Gecko/20100101 Firefox/91.0": "Windows 10",
		"Mozilla/5.0 (Windows NT 6.3; WOW64; rv:29.0) Gecko/20100101 Firefox/29.0":       "Windows 8.1",
		"Mozilla/5.0 (Windows; U; Windows NT 6.1; en-US; rv:1.9.2.17)":                   "Windows 7",
		"Mozilla/5.0 (Mobile; Windows Phone 8.1; Android 4.0; like iPhone)":              "Windows Phone 8.1",
		"QY-Player-Windows/2.0.102":                                                       "Windows",
		"Mozilla/5.0 (Linux; Android 9; Nokia 2.2) AppleWebKit/537.36":                    "Android 9",
		"Dalvik/2.1.0 (Linux; U; Android 5.1.1; LGLS751 Build/LMY47V)":                    "Android 5.1.1",
		"Instagram 7.1.1 Android (19/4.4.2; 480dpi; 1080x1920; samsung)":                  "Android",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_13_6) AppleWebKit/537.36":              "macOS 10.13",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.6; rv:6.0) Gecko/20100101 Firefox/6.0": "macOS 10.6",
		"AppleCoreMedia/1.0.0.14C92 (iPhone; U; CPU OS 10_2 like Mac OS X; en_us)":        "iOS 10.2",
		"Mozilla/5.0 (iPad; CPU OS 13_2_3 like Mac OS X)":                                 "iOS 13.2",
		"Argo/9.1.0 (iPhone; iOS 10.2; Scale/2.00)":                                       "iOS 10.2",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36":                              "Linux",
		"Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:89.0)":                                "Ubuntu",
		"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36":                     "ChromeOS",
		"Mozilla/5.0 (SMART-TV; Linux; Tizen 2.4.0) AppleWebKit/538.1":                    "Tizen 2.4",
		"curl/7.68.0": "", "": "", "okhttp/3.10.0": "", "Helios/1.0": "", "Mozilla/5.0 (Android": "Android",
	} {
		require.Equal(t, want, http.OperatingSystem(agent), agent)
	}
}

// Wrong start lines that occur: a target of spaces, a version in lower case.
func TestOddStartLines(t *testing.T) {
	var r http.Request
	_, err := r.Parse([]byte("POST    HTTP/1.0\r\nUser-Agent: a\r\n\r\n"))
	require.NoError(t, err)
	require.Empty(t, r.Target)
	require.Equal(t, "a", string(r.UserAgent))
	_, err = r.Parse([]byte("GET  /a HTTP/1.1\r\n\r\n"))
	require.NoError(t, err)
	require.Equal(t, "/a", string(r.Target))
	var a http.Response
	_, err = a.Parse([]byte("http/1.1 200 OK\r\nServer: b\r\n\r\n"))
	require.NoError(t, err)
	require.Equal(t, 200, a.Status)
	k := exchange(t, get, "http/1.1 404 Not Found\r\nServer: b\r\n\r\n")
	require.EqualValues(t, 404, metadata.Get[http.Metadata](k.Metadata).Status)
}
