//go:build unix

package cli

import (
	"os"
	"os/signal"
	"syscall"
)

// notifyAsked has SIGUSR1, by which a user asks for a report, sent to a channel until the function that it returns is
// called.
func notifyAsked(to chan os.Signal) (forget func()) {
	signal.Notify(to, syscall.SIGUSR1)
	return func() { signal.Stop(to) }
}
