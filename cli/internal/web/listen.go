package web

import (
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Listen listens at unix:/a/path, or at a loopback address and port (127.0.0.1:9464, [::1]:9464, localhost:9464).
func Listen(address string) (*Listener, error) {
	if err := Check(address); err != nil {
		return nil, err
	}
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		return takeUnix(path)
	}
	at, err := loopback(address)
	if err != nil {
		return nil, err
	}
	l, err := listenTCP(at)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", at, err)
	}
	return l, nil
}

// Address returns the address in the notation of Listen.
func (l *Listener) Address() string { return l.address }

// conn is a connection.
type conn interface {
	io.ReadWriteCloser
	SetDeadline(t time.Time) error
}

// maxPath is the maximum length of the path of a Unix socket: sun_path of unix(7) has 108 bytes including the
// terminator.
const maxPath = 107

// Check returns an error if an address is invalid for Listen.
func Check(address string) error {
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		if !filepath.IsAbs(path) {
			return errors.New("want unix: and an absolute path")
		}
		if len(path) > maxPath {
			return fmt.Errorf("want a path of at most %d bytes, not %d", maxPath, len(path))
		}
		return nil
	}
	_, err := loopback(address)
	return err
}

func loopback(address string) (netip.AddrPort, error) {
	if port, ok := strings.CutPrefix(address, "localhost:"); ok {
		address = "127.0.0.1:" + port
	}
	at, err := netip.ParseAddrPort(address)
	if err != nil || !at.Addr().IsLoopback() || at.Addr().Zone() != "" {
		return at, errors.New("want unix: and a path, or a loopback address and a port, such as 127.0.0.1:9464; others need nfstream-full")
	}
	return at, nil
}

// takeUnix replaces a stale socket. Its owner and group may connect.
func takeUnix(path string) (*Listener, error) {
	l, err := listenUnix(path)
	if errors.Is(err, syscall.EADDRINUSE) && abandoned(path) {
		if err = os.Remove(path); err == nil {
			l, err = listenUnix(path)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if err := os.Chmod(path, 0o660); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", strconv.Quote(path), err), l.Close())
	}
	return l, nil
}
