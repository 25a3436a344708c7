//go:build unix && !tiny

package cli

import "golang.org/x/sys/unix"

// mayWrite returns the reason why the process may not create files in a folder.
func mayWrite(dir string) error { return unix.Access(dir, unix.W_OK|unix.X_OK) }
