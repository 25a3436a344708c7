package http_test

import (
	"bufio"
	"bytes"
	nethttp "net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/http"
)

func FuzzReader(f *testing.F) {
	f.Add([]byte(get+post), uint8(3))
	f.Add([]byte(chunked), uint8(1))
	f.Add([]byte("CONNECT a HTTP/1.1\n\n\x16\x03"), uint8(20))
	f.Fuzz(func(t *testing.T, data []byte, size uint8) {
		require.Equal(t, follow(data, len(data)+1), follow(data, int(size)+1))
	})
}

func FuzzRequest(f *testing.F) {
	f.Add([]byte(get))
	f.Add([]byte("GET http://u@[::1]:80/ HTTP/1.0\na: b\n c\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var r http.Request
		n, err := r.Parse(data)
		if err == nil || err == http.ErrMore {
			for i := range data {
				require.True(t, http.MaybeRequest(data[:i]))
			}
		}
		require.LessOrEqual(t, len(r.Hostname()), len(data))
		http.OperatingSystem(string(r.UserAgent))
		if err == nil {
			require.LessOrEqual(t, n, len(data))
			oracle(t, data[:n], &r)
		}
	})
}

// oracle compares with net/http, which is stricter about a head's form, joins folded lines, and takes white space before
// a colon as part of the name.
func oracle(t testing.TB, head []byte, r *http.Request) {
	t.Helper()
	want, err := nethttp.ReadRequest(bufio.NewReader(bytes.NewReader(head)))
	odd := func(s string) bool { return bytes.Contains(head, []byte(s)) }
	if err != nil || odd("\n ") || odd("\n\t") || odd(" :") || odd("\t:") {
		return
	}
	require.Equal(t, want.Method, string(r.Method))
	require.Equal(t, want.RequestURI, string(r.Target))
	require.Equal(t, want.ProtoMinor, int(r.Version.Minor))
	if agents := want.Header["User-Agent"]; len(agents) > 0 {
		require.Equal(t, agents[0], string(r.UserAgent))
	}
	if r.Target[0] == '/' || string(r.Target) == "*" {
		require.Equal(t, want.Host, string(r.Host))
	}
}

func FuzzResponse(f *testing.F) {
	f.Add([]byte(chunked))
	f.Fuzz(func(t *testing.T, data []byte) {
		var r http.Response
		n, err := r.Parse(data)
		if err != nil {
			require.Zero(t, n)
			return
		}
		require.True(t, http.MaybeResponse(data))
		want, err := nethttp.ReadResponse(bufio.NewReader(bytes.NewReader(data[:n])), nil)
		if err != nil || bytes.Contains(data, []byte("\n ")) || bytes.Contains(data, []byte("\n\t")) {
			return
		}
		require.Equal(t, want.StatusCode, r.Status)
		require.Equal(t, want.Header.Get("Server"), string(r.Server))
	})
}

func FuzzH2(f *testing.F) {
	f.Add(h2Client(), uint8(5))
	f.Add(h2Client()[len(http.Preface):], uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, size uint8) {
		require.Equal(t, followH2(data, len(data)+1), followH2(data, int(size)+1))
	})
}
