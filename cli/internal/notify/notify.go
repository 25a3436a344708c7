// Package notify tells the service manager how a service is: that it is ready, at work, or about to stop, by the protocol
// of sd_notify(3).
package notify

import (
	"os"
	"strconv"
	"strings"
	"time"
)

// What may be told, each a line of a message.
const (
	Ready    = "READY=1"
	Stopping = "STOPPING=1"
	Alive    = "WATCHDOG=1"
)

// Status is a line that says in words how the service is.
func Status(words string) string { return "STATUS=" + strings.ReplaceAll(words, "\n", " ") }

// WatchdogInterval returns within which time of each other the service manager wants Alive messages, 0 where it does not:
// $WATCHDOG_USEC, unless $WATCHDOG_PID is another process.
func WatchdogInterval() time.Duration {
	if pid := os.Getenv("WATCHDOG_PID"); pid != "" && pid != strconv.Itoa(os.Getpid()) {
		return 0
	}
	n, err := strconv.ParseInt(os.Getenv("WATCHDOG_USEC"), 10, 64)
	if err != nil || n <= 0 || n > int64(time.Duration(1<<63-1)/time.Microsecond) {
		return 0
	}
	return time.Duration(n) * time.Microsecond
}
