package cells

import (
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestCells(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"", 3, "   "}, {"ab", 3, "ab "}, {"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"abcd", 1, "…"}, {"abcd", 0, ""},
		{"日本語", 6, "日本語"}, {"日本語", 5, "日本…"}, {"日本語", 4, "日… "}, {"日本", 1, "…"}, {"grüße", 5, "grüße"},
		{"a\x1b[2Jb", 8, "a\ufffd[2Jb  "}, {"a\r\nb", 4, "a\ufffd\ufffdb"}, {"\xff\xe2\x82", 3, "\ufffd\ufffd\ufffd"},
		{"\u202eabc", 4, "\ufffdabc"}, {"e\u0301", 2, "e\ufffd"}, {"\x7f\u0085\u2028", 3, "\ufffd\ufffd\ufffd"},
	} {
		require.Equal(t, c.want, string(Left(nil, []byte(c.text), c.width)), "%q", c.text)
	}
	require.Equal(t, "> abc", string(Right([]byte("> "), []byte("abc"), 3)))
	require.Equal(t, ">  日", string(Right([]byte("> "), []byte("日"), 3)))
	require.Equal(t, "日…", string(Right(nil, []byte("日本"), 3)))
}

func TestFigures(t *testing.T) {
	for n, want := range map[uint64]string{0: "0 B", 999: "999 B", 1000: "1.00 kB", 1999: "1.99 kB", 12_345: "12.3 kB",
		999_999: "999 kB", 5_000_000_000: "5.00 GB", 1<<64 - 1: "18.4 EB"} {
		require.Equal(t, want, string(Bytes(nil, n)))
	}
	for n, want := range map[uint64]string{0: "0", 99_999: "99999", 100_000: "100k", 1_234_567: "1.23M"} {
		require.Equal(t, want, string(Count(nil, n)))
	}
	require.Equal(t, "1.50 Mb/s", string(Bits(nil, 1_500_000)))
	for d, want := range map[time.Duration]string{-1: "-", 0: "0ms", 1: "<1µs", time.Microsecond: "1µs",
		999_999: "999µs", time.Millisecond: "1ms", time.Second - 1: "999ms", 59999 * time.Millisecond: "59.9s",
		time.Minute: "1m00s", time.Hour - 1: "59m59s", 25 * time.Hour: "1d01h", 200 * 24 * time.Hour: "200d"} {
		require.Equal(t, want, string(Duration(nil, d)))
	}
	for n, want := range map[uint8]string{6: "TCP", 17: "UDP", 58: "ICMP6", 200: "200"} {
		require.Equal(t, want, string(Protocol(nil, n)))
	}
}

func TestEndpoint(t *testing.T) {
	for _, c := range []struct {
		address, port string
		width         int
		want          string
	}{
		{"10.0.0.1", ":443", 20, "10.0.0.1:443"}, {"192.168.100.200", ":443", 12, "192.168.100…"},
		{"192.168.100.200", ":50443", 18, "192.168.100.200:5…"}, {"192.168.100.200", ":443", 19, "192.168.100.200:443"},
		{"0123456789abcdef0123", ":443", 12, "0123456…:443"},
		{"2001:db8::1", ":443", 20, "[2001:db8::1]:443"}, {"2001:db8::1", "", 20, "2001:db8::1"},
		{"2001:db8:1234:5678::1", ":443", 16, "[2001:db8:…]:443"}, {"2001:db8::1", ":443", 6, "2001:…"},
	} {
		got := string(Endpoint(nil, []byte(c.address), []byte(c.port), c.width))
		require.LessOrEqual(t, Width([]byte(got)), c.width)
		require.Equal(t, c.want, got)
	}
}

func FuzzCells(f *testing.F) {
	f.Add([]byte("a\x1b[2J日本\xff"), 3)
	f.Fuzz(func(t *testing.T, text []byte, width int) {
		width &= 0xff
		got := Left(nil, text, width)
		require.Equal(t, width, Width(got))
		require.True(t, utf8.Valid(got))
		for _, r := range string(got) {
			require.False(t, unicode.IsControl(r))
		}
		require.LessOrEqual(t, Width(Endpoint(nil, text, text[:len(text)/2], width)), width)
	})
}
