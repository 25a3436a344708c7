package near

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWords(t *testing.T) {
	known := []string{"idle-timeout", "active-timeout", "fields", "format", "filter", "rotate-flows", "rotate-size", "o", "top", "src_ip",
		"dst_ip", "src_port"}
	for word, want := range map[string]string{
		"idle_timeout": "idle-timeout", "Idle-Timeout": "idle-timeout", "idle-timeot": "idle-timeout", "field": "fields",
		"filed": "fields or filter", "formt": "format", "rotate": "rotate-flows or rotate-size",
		"ro": "rotate-flows or rotate-size", "fi": "fields or filter", "src-ip": "src_ip", "src_ipp": "src_ip",
		"sr": "src_ip or src_port", "tpo": "top", "s": "", "x": "", "nonsense": "", "": "", strings.Repeat("o", 1<<20): "",
	} {
		require.Equal(t, want, Or(Words(word, known)), "%.20s", word)
	}
	require.Equal(t, "abc, abd or abe", Or(Words("abx", []string{"abc", "abd", "abe", "abf"})))
}

func FuzzWords(f *testing.F) {
	f.Add("idle-timeot", "idle-timeout")
	f.Fuzz(func(t *testing.T, word, known string) {
		for _, found := range Words(word, []string{known, "x"}) {
			require.Contains(t, []string{known, "x"}, found)
		}
		require.Equal(t, distance(word, known) == 0, word == known)
		require.Equal(t, distance(word, known), distance(known, word))
	})
}
