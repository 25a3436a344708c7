// Package notify sends the state of a service to the service manager, by the protocol of sd_notify(3).
package notify

import (
	"errors"
	"os"
	"strings"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// States, each a line of a message.
const (
	Ready    = daemon.SdNotifyReady
	Stopping = daemon.SdNotifyStopping
	Alive    = daemon.SdNotifyWatchdog
)

// patience is the maximum time that Send waits for a service manager that does not read.
const patience = time.Second

// ErrBusy is returned if the service manager does not read.
var ErrBusy = errors.New("the service manager does not read")

// Manager is the service manager at $NOTIFY_SOCKET. A nil Manager ignores messages. Send is safe for concurrent use.
type Manager struct {
	turn chan struct{} // held by the message in transit
}

// Open returns the Manager, or nil without a service manager.
func Open() *Manager {
	if os.Getenv("NOTIFY_SOCKET") == "" {
		return nil
	}
	return &Manager{make(chan struct{}, 1)}
}

// Send sends lines as one message. If the manager does not read within a second, it returns ErrBusy and the message
// may be lost.
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

// Status returns a line with the status of the service in words.
func Status(words string) string { return "STATUS=" + strings.ReplaceAll(words, "\n", " ") }

// Reloading returns the lines that announce a reload. Ready ends it.
func Reloading() []string {
	lines := []string{daemon.SdNotifyReloading}
	if now := daemon.SdNotifyMonotonicUsec(); now != "" {
		lines = append(lines, strings.TrimSuffix(now, "\n"))
	}
	return lines
}

// WatchdogInterval returns the maximum time between Alive messages that the service manager requires, 0 for none.
func WatchdogInterval() time.Duration {
	interval, err := daemon.SdWatchdogEnabled(false)
	if err != nil {
		return 0
	}
	return max(interval, 0) // 0 for a number beyond a Duration
}
