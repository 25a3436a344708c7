package cli

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// giveUpPrivileges permanently drops all capabilities of the process (capabilities(7)). Open files and sockets stay
// open. With keepFiles it keeps those with which root may write any file.
func giveUpPrivileges(keepFiles bool) error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var has [2]unix.CapUserData
	if err := unix.Capget(&header, &has[0]); err != nil {
		return err
	}
	var keep uint32
	if keepFiles {
		keep = 1<<unix.CAP_DAC_OVERRIDE | 1<<unix.CAP_FOWNER
	}
	var left [2]unix.CapUserData
	left[0].Effective, left[0].Permitted = has[0].Effective&keep, has[0].Permitted&keep
	_, _, errno := syscall.AllThreadsSyscall(unix.SYS_CAPSET, uintptr(unsafe.Pointer(&header)),
		uintptr(unsafe.Pointer(&left[0])), 0)
	if errno != 0 && errno != syscall.ENOTSUP { // ENOTSUP: a build with cgo, for the race detector
		return errno
	}
	return nil
}
