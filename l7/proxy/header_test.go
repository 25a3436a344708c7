package proxy_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/proxy"
)

const signature = "\r\n\r\n\x00\r\nQUIT\n"

func TestHeaders(t *testing.T) {
	addr := netip.MustParseAddrPort
	for text, want := range map[string]proxy.Header{
		"PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n": {Version: 1, Src: addr("192.0.2.1:56324"), Dst: addr("198.51.100.2:443")},
		"PROXY TCP6 2001:db8::1 ::2 1 65535\r\n":          {Version: 1, Src: addr("[2001:db8::1]:1"), Dst: addr("[::2]:65535")},
		"PROXY UNKNOWN\r\n":                               {Version: 1, Local: true},
		"PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n":   {Version: 1, Local: true},
		signature + "\x20\x00\x00\x00":                    {Version: 2, Local: true},
		signature + "\x20\x11\x00\x02ab":                  {Version: 2, Local: true},
		signature + "\x21\x00\x00\x00":                    {Version: 2},
		signature + "\x21\x11\x00\x0c\xc0\x00\x02\x01\xc0\x00\x02\x02\x00\x01\x01\xbb": {Version: 2,
			Src: addr("192.0.2.1:1"), Dst: addr("192.0.2.2:443")},
		signature + "\x21\x31\x00\xd8" + strings.Repeat("/", 216): {Version: 2},
		signature + "\x21\x21\x00\x36" + strings.Repeat("\x00", 31) + "\x01" + "\x00\x01\x01\xbb" +
			"\x03\x00\x01x\x02\x00\x03a.b\x01\x00\x02h2": {Version: 2,
			Src: addr("[::]:1"), Dst: addr("[::1]:443"), Authority: []byte("a.b"), ALPN: []byte("h2")},
	} {
		if strings.Contains(text, "\x21\x21") {
			text = strings.Replace(text, "\x00\x36", "\x00\x33", 1)
		}
		var h proxy.Header
		n, err := h.Parse([]byte(text + "GET"))
		require.NoError(t, err, "%q", text)
		require.Equal(t, len(text), n)
		require.Equal(t, want, h, "%q", text)
		for i := range len(text) {
			_, err := h.Parse([]byte(text[:i]))
			require.ErrorIs(t, err, proxy.ErrMore, "%q", text[:i])
		}
	}
}

func TestMalformedHeaders(t *testing.T) {
	for _, text := range []string{
		"PROXY\r\n", "PROXY \r\n", "PROXY TCP5 1 2 3 4\r\n", "PROXY TCP4 192.0.2.1 192.0.2.2 1\r\n",
		"PROXY TCP4 ::1 ::1 1 2\r\n",
		"PROXY TCP4 192.0.2.1 192.0.2.2 1 2 3\r\n", "PROXY TCP4 192.0.2.1 192.0.2.2 01 2\r\n",
		"PROXY TCP4 192.0.2.1 192.0.2.2 1 65536\r\n",
		"PROXY TCP4  192.0.2.1 192.0.2.2 1 2\r\n", "PROXY TCP4 \x00", "PROXY " + strings.Repeat("x", 101), "PROXIES", "PRI * HTTP/2.0",
		signature + "\x22", signature + "\x11", signature + "\x21\x41", signature + "\x21\x13", signature + "\x21\x11\x00\x04abcd", "\r\n\r\nx",
	} {
		var h proxy.Header
		_, err := h.Parse([]byte(text))
		require.ErrorIs(t, err, proxy.ErrMalformed, "%q", text)
		require.Zero(t, h)
	}
}

// What a part of a header is, the whole is.
func FuzzHeader(f *testing.F) {
	f.Add([]byte("PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n"))
	f.Add([]byte(signature + "\x21\x11\x00\x0c\xc0\x00\x02\x01\xc0\x00\x02\x02\x00\x01\x01\xbb"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var h, part proxy.Header
		n, err := h.Parse(b)
		require.LessOrEqual(t, n, min(len(b), proxy.MaxHeader))
		if err == proxy.ErrMalformed {
			return
		}
		for i := range b {
			m, partErr := part.Parse(b[:i])
			if i < n || err != nil {
				require.ErrorIs(t, partErr, proxy.ErrMore)
			} else {
				require.Equal(t, n, m)
			}
		}
	})
}
