package cli

import "golang.org/x/sys/unix"

// smallPages has the kernel not back memory with huge pages, of which little may be used (prctl(2)).
func smallPages() { _ = unix.Prctl(unix.PR_SET_THP_DISABLE, 1, 0, 0, 0) } // a kernel without them has none
