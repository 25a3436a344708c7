// Package notify tells the service manager how a service is: ready, at work, or about to stop, by the protocol of
// sd_notify(3).
package notify

import (
	"errors"
	"os"
	"strings"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// What may be told, each a line of a message.
const (
	Ready    = daemon.SdNotifyReady
	Stopping = daemon.SdNotifyStopping
	Alive    = daemon.SdNotifyWatchdog
)

// patience is how long Send waits for a service manager that does not read.
const patience = time.Second

// ErrBusy is returned while the service manager does not read.
var ErrBusy = errors.New("the service manager does not read")

// Manager is the service manager that $NOTIFY_SOCKET names. A nil Manager takes everything. Send may be called
// concurrently.
type Manager struct {
	turn chan struct{} // held by the one message that is on its way
}

// Open returns the Manager that listens, or nil where there is none.
func Open() *Manager {
	if os.Getenv("NOTIFY_SOCKET") == "" {
		return nil
	}
	return &Manager{make(chan struct{}, 1)}
}

// Send sends lines as one message. It returns ErrBusy, and the message may be lost, when the manager takes longer than a
// second.
func (m *Manager) Send(lines ...string) error {
	if m == nil {
		return nil
	}
	late := time.After(patience)
	select {
	case m.turn <- struct{}{}:
	case <-late:
		return ErrBusy
	}
	sent := make(chan error, 1)
	go func() {
		_, err := daemon.SdNotify(false, strings.Join(lines, "\n"))
		<-m.turn
		sent <- err
	}()
	select {
	case err := <-sent:
		return err
	case <-late:
		return ErrBusy
	}
}

// Status is a line that says in words how the service is.
func Status(words string) string { return "STATUS=" + strings.ReplaceAll(words, "\n", " ") }

// Reloading are the lines that say that the service reads its files again; Ready ends that.
func Reloading() []string {
	lines := []string{daemon.SdNotifyReloading}
	if now := daemon.SdNotifyMonotonicUsec(); now != "" {
		lines = append(lines, strings.TrimSuffix(now, "\n"))
	}
	return lines
}

// WatchdogInterval returns within which time of each other the service manager wants Alive messages, 0 where it does not.
func WatchdogInterval() time.Duration {
	interval, err := daemon.SdWatchdogEnabled(false)
	if err != nil {
		return 0
	}
	return max(interval, 0) // of a number beyond a Duration
}
