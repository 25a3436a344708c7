//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package web

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"syscall"
)

// Listener accepts connections.
type Listener struct {
	net.Listener
	path    string // path of a Unix socket
	address string
}

// listenTCP listens at a loopback address. Port 0 means any port.
func listenTCP(at netip.AddrPort) (*Listener, error) {
	l, err := net.ListenTCP("tcp", net.TCPAddrFromAddrPort(at))
	if err != nil {
		return nil, err
	}
	return &Listener{Listener: l, address: l.Addr().String()}, nil
}

func listenUnix(path string) (*Listener, error) {
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, err
	}
	return &Listener{Listener: l, path: path, address: "unix:" + path}, nil
}

// accept waits for a connection.
func (l *Listener) accept() (conn, error) { return l.Accept() }

// abandoned reports whether a path is a socket without a listener.
func abandoned(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&os.ModeSocket == 0 {
		return false
	}
	c, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: path, Net: "unix"})
	if err == nil {
		c.Close()
		return false
	}
	return errors.Is(err, syscall.ECONNREFUSED)
}
