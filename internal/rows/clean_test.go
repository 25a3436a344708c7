package rows

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestClean(t *testing.T) {
	const bad = "\ufffd"
	for text, want := range map[string]string{
		"": "", "www.example.org": "www.example.org", "tab\there": "tab\there", "grüße 日本語 😀": "grüße 日本語 😀",
		"\xff": bad, "a\xffb": "a" + bad + "b", "cut \xe2\x82": "cut " + bad + bad, "\xed\xa0\x80": bad + bad + bad,
		"\xc0\xaf": bad + bad, "\xf4\x90\x80\x80": bad + bad + bad + bad, "nul\x00nul": "nul" + bad + "nul",
		"a\r\nb": "a" + bad + bad + "b", "\x1b[31m": bad + "[31m", "\x7f": bad, "\u0080\u009f\u00a0": bad + bad + "\u00a0",
		"\ufffd\ufeff\u2028": "\ufffd\ufeff\u2028", "12345678\x00": "12345678" + bad, "1234567\xff89": "1234567" + bad + "89",
		"ü\x01ü\x80": "ü" + bad + "ü" + bad,
	} {
		require.Equal(t, want, string(Clean([]byte(text), 0)), "%q", text)
		require.Equal(t, "\x00\xff"+want, string(Clean([]byte("\x00\xff"+text), 2)), "%q: what is before stays", text)
		require.Equal(t, text == want, IsClean(text), "%q", text)
	}
}

// model is Clean, one rune at a time.
func model(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.IsControl(r) && r != '\t' {
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return b.String()
}

func FuzzClean(f *testing.F) {
	f.Add("plain text that is long enough", 3)
	f.Add("\x00\u0085\xe2\x82 ü\x7f~ \x1f", 9)
	f.Fuzz(func(t *testing.T, text string, at int) {
		if at < 0 || at > len(text) {
			at = 0
		}
		want := text[:at] + model(text[at:])
		require.Equal(t, want, string(Clean([]byte(text), at)))
		require.Equal(t, text[at:] == model(text[at:]), IsClean(text[at:]))
	})
}

func TestCleaningDoesNotAllocate(t *testing.T) {
	line := make([]byte, 0, 1024)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		line = Clean(append(line[:0], "a host\x00 that \xff\xff is none"...), 0)
	}))
}

func BenchmarkClean(b *testing.B) {
	for name, text := range map[string]string{"ascii": "static.example-content.net", "utf8": "grüße.example-content.net"} {
		b.Run(name, func(b *testing.B) {
			line := []byte(text)
			for b.Loop() {
				line = Clean(line, 0)
			}
		})
	}
}
