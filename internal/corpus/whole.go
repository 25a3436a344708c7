//go:build !tiny

package corpus

import "testing"

var ownPatterns = []string{"*.pcap", "*.pcapng", "*.pcap.gz", "*.pcap.zst"}

// Whole skips a test that is about what a tiny build (`-tags tiny`) has not.
func Whole(testing.TB, string) {}
