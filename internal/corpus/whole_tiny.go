//go:build tiny

package corpus

import "testing"

var ownPatterns = []string{"*.pcap", "*.pcapng", "*.pcap.gz"}

// Whole skips a test of a feature that a tiny build (`-tags tiny`) lacks.
func Whole(t testing.TB, what string) {
	t.Helper()
	t.Skipf("a tiny build lacks %s", what)
}
