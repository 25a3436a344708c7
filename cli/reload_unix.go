//go:build unix

package cli

import (
	"os"
	"os/signal"
	"syscall"
)

// onHangup calls do at each SIGHUP, sequentially, until the returned function is called.
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
