//go:build tiny

package cli

// collectors are none in a tiny program.
func collectors() []Target { return nil }
