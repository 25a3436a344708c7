//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package output

import (
	"errors"
	"syscall"
)

// errLocked is the error for a file that another run has locked.
var errLocked error = syscall.EWOULDBLOCK

// lock locks a file until it is closed or the process ends. It does not wait.
func lock(file handle) error {
	f, ok := file.(interface{ Fd() uintptr })
	if !ok {
		return errors.ErrUnsupported
	}
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
