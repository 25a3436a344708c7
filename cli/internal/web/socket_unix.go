//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package web

import (
	"errors"
	"net/netip"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// Listener accepts connections with system calls, because listening with package net adds 100 KB to a program.
type Listener struct {
	file    *os.File
	path    string // path of a Unix socket
	address string
}

// listenTCP listens at a loopback address. Port 0 means any port.
func listenTCP(at netip.AddrPort) (*Listener, error) {
	var family int
	var to unix.Sockaddr
	if at.Addr().Is4() {
		family, to = unix.AF_INET, &unix.SockaddrInet4{Port: int(at.Port()), Addr: at.Addr().As4()}
	} else {
		family, to = unix.AF_INET6, &unix.SockaddrInet6{Port: int(at.Port()), Addr: at.Addr().As16()}
	}
	fd, err := listen(family, to)
	if err != nil {
		return nil, err
	}
	return newListener(fd, "", netip.AddrPortFrom(at.Addr(), portOf(fd)).String()), nil
}

// portOf returns the port of a socket.
func portOf(fd int) uint16 {
	name, _ := unix.Getsockname(fd)
	switch name := name.(type) {
	case *unix.SockaddrInet4:
		return uint16(name.Port)
	case *unix.SockaddrInet6:
		return uint16(name.Port)
	}
	return 0
}

// newListener converts a socket to a file, so that waiting does not block a thread.
func newListener(fd int, path, address string) *Listener {
	return &Listener{os.NewFile(uintptr(fd), "listener"), path, address}
}

func listenUnix(path string) (*Listener, error) {
	fd, err := listen(unix.AF_UNIX, &unix.SockaddrUnix{Name: path})
	if err != nil {
		return nil, err
	}
	return newListener(fd, path, "unix:"+path), nil
}

// listen creates a listening socket.
func listen(family int, at unix.Sockaddr) (int, error) {
	fd, err := socket(family)
	if err != nil {
		return -1, err
	}
	if family != unix.AF_UNIX {
		err = os.NewSyscallError("setsockopt", unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1))
	}
	if err == nil {
		err = os.NewSyscallError("bind", unix.Bind(fd, at))
	}
	if err == nil {
		err = os.NewSyscallError("listen", unix.Listen(fd, unix.SOMAXCONN))
	}
	if err != nil {
		unix.Close(fd)
		return -1, err
	}
	return fd, nil
}

// socket creates a non-blocking stream socket.
func socket(family int) (int, error) {
	fd, err := unix.Socket(family, unix.SOCK_STREAM, 0)
	if err != nil {
		return -1, os.NewSyscallError("socket", err)
	}
	unix.CloseOnExec(fd)
	if err := unix.SetNonblock(fd, true); err != nil {
		unix.Close(fd)
		return -1, os.NewSyscallError("fcntl", err)
	}
	return fd, nil
}

// accept waits for a connection.
func (l *Listener) accept() (conn, error) {
	raw, err := l.file.SyscallConn()
	if err != nil {
		return nil, err
	}
	fd := -1
	var failed error
	err = raw.Read(func(listening uintptr) bool {
		fd, _, failed = unix.Accept(int(listening))
		return failed != unix.EAGAIN
	})
	if err = errors.Join(err, os.NewSyscallError("accept", failed)); err != nil {
		return nil, err
	}
	unix.CloseOnExec(fd)
	if err := unix.SetNonblock(fd, true); err != nil {
		unix.Close(fd)
		return nil, os.NewSyscallError("fcntl", err)
	}
	return os.NewFile(uintptr(fd), "connection "+strconv.Itoa(fd)), nil
}

// Close ends accept and removes a Unix socket.
func (l *Listener) Close() error {
	if l.path != "" {
		_ = os.Remove(l.path)
	}
	return l.file.Close()
}

// abandoned reports whether a path is a socket without a listener.
func abandoned(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&os.ModeSocket == 0 {
		return false
	}
	fd, err := socket(unix.AF_UNIX)
	if err != nil {
		return false
	}
	defer unix.Close(fd)
	return unix.Connect(fd, &unix.SockaddrUnix{Name: path}) == unix.ECONNREFUSED
}
