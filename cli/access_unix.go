//go:build unix && !tiny

package cli

import "golang.org/x/sys/unix"

// mayWrite says why the process may not make files in a folder.
func mayWrite(dir string) error { return unix.Access(dir, unix.W_OK|unix.X_OK) }
