//go:build unix

package cli

import (
	"os"
	"os/signal"
	"syscall"
)

// notifyAsked sends SIGUSR1, which requests a report, to a channel until the returned function is called.
func notifyAsked(to chan os.Signal) (forget func()) {
	signal.Notify(to, syscall.SIGUSR1)
	return func() { signal.Stop(to) }
}
