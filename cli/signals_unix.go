//go:build unix

package cli

import (
	"os"
	"syscall"
	"time"
)

// dieOf ends the process by a signal with its default action, so that the parent sees it.
func dieOf(s os.Signal) {
	number, ok := s.(syscall.Signal)
	if ok && syscall.Kill(os.Getpid(), number) == nil {
		time.Sleep(oneSignal)
	}
	os.Exit(128 + int(number))
}
