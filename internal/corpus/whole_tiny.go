//go:build tiny

package corpus

import "testing"

var ownPatterns = []string{"*.pcap", "*.pcapng", "*.pcap.gz"}

// Whole skips a test that is about what a tiny build (`-tags tiny`) has not.
func Whole(t testing.TB, what string) {
	t.Helper()
	t.Skipf("a tiny build has not %s", what)
}
