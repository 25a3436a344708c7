package notify

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// Socket is where the service manager listens. That of nobody, nil, takes everything. Send may be called concurrently.
type Socket struct {
	fd   int
	name string
}

// patience is for how many seconds Send waits for a service manager that does not read.
const patience = 1

// Open opens the socket that $NOTIFY_SOCKET names, by a path or, after an @, in the abstract name space. It returns nil
// where there is none.
func Open() (*Socket, error) {
	name := os.Getenv("NOTIFY_SOCKET")
	switch {
	case name == "":
		return nil, nil
	case !strings.HasPrefix(name, "/") && !strings.HasPrefix(name, "@") || len(name) < 2:
		return nil, fmt.Errorf("NOTIFY_SOCKET is %q: want a path, or @ and a name", name)
	}
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	if err := unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_SNDTIMEO, &unix.Timeval{Sec: patience}); err != nil {
		unix.Close(fd)
		return nil, os.NewSyscallError("setsockopt", err)
	}
	return &Socket{fd, name}, nil
}

// Send sends lines as one message.
func (s *Socket) Send(lines ...string) error {
	if s == nil {
		return nil
	}
	to := &unix.SockaddrUnix{Name: s.name} // Sendto writes to it
	err := unix.Sendto(s.fd, []byte(strings.Join(lines, "\n")), unix.MSG_NOSIGNAL, to)
	return os.NewSyscallError("telling the service manager: sendto", err)
}

// Close closes the socket.
func (s *Socket) Close() error {
	if s == nil {
		return nil
	}
	return unix.Close(s.fd)
}

// Reloading are the lines that say that the service reads its files again; Ready ends that.
func Reloading() []string {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now); err != nil {
		return []string{"RELOADING=1"}
	}
	return []string{"RELOADING=1", fmt.Sprintf("MONOTONIC_USEC=%d", now.Nano()/1000)}
}
