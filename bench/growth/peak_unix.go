//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peak returns the peak of resident memory in bytes, of a process that has ended.
func peak(state *os.ProcessState) int64 {
	used, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(used.Maxrss)
	}
	return int64(used.Maxrss) * 1024
}
