//go:build !tiny

package corpus

import "testing"

var ownPatterns = []string{"*.pcap", "*.pcapng", "*.pcap.gz", "*.pcap.zst"}

// Whole skips a test of a feature that a tiny build (`-tags tiny`) lacks.
func Whole(testing.TB, string) {}
