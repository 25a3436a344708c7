//go:build tiny

package fingerprint

// OS knows no operating system in a tiny build.
func OS([]byte) string { return "" }

// Client knows no client in a tiny build.
func Client([]byte) string { return "" }
