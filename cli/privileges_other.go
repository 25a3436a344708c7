//go:build !linux

package cli

// giveUpPrivileges does nothing: this system has no live capture.
func giveUpPrivileges(bool) error { return nil }
