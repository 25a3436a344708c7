package cli

import "golang.org/x/sys/unix"

// smallPages disables huge pages (prctl(2)), which may be mostly unused.
func smallPages() { _ = unix.Prctl(unix.PR_SET_THP_DISABLE, 1, 0, 0, 0) } // old kernels lack it
