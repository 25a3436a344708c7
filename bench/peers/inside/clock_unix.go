//go:build unix

package main

import (
	"syscall"
	"time"
)

// cpuTime returns the time of processors that this process has taken, which other work on the machine disturbs less
// than wall time.
func cpuTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
