//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package output

import "errors"

var errLocked = errors.New("the file is locked")

// lock returns an error: the system has no locks that end with a process.
func lock(handle) error { return errors.ErrUnsupported }
