//go:build unix

package resident

import (
	"os"
	"runtime"
	"syscall"
)

// Peak returns the peak of resident memory of a process that has ended, in bytes, 0 if unknown.
func Peak(state *os.ProcessState) int64 {
	used, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return inBytes(used)
}

// OwnPeak returns the peak of resident memory of this process, in bytes, 0 if unknown.
func OwnPeak() int64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return inBytes(&used)
}

// inBytes undoes the unit of ru_maxrss, which is a kilobyte everywhere but on Darwin (getrusage(2)).
func inBytes(used *syscall.Rusage) int64 {
	if runtime.GOOS == "darwin" {
		return int64(used.Maxrss)
	}
	return int64(used.Maxrss) * 1024
}
