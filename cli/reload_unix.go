//go:build unix

package cli

import (
	"os"
	"os/signal"
	"syscall"
)

// onHangup calls do at every SIGHUP, one after the other, until the function that it returns is called.
func onHangup(do func()) (stop func()) {
	hangups := make(chan os.Signal, 1)
	over, done := make(chan struct{}), make(chan struct{})
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		defer close(done)
		for {
			select {
			case <-over:
				return
			case <-hangups:
				do()
			}
		}
	}()
	return func() {
		signal.Stop(hangups)
		close(over)
		<-done
	}
}
