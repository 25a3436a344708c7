package web

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// Listen listens at unix:/a/path, or at a loopback address and port (127.0.0.1:9464, [::1]:9464, localhost:9464).
func Listen(address string) (net.Listener, error) {
	if err := Check(address); err != nil {
		return nil, err
	}
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		return listenUnix(path)
	}
	at, err := loopback(address)
	if err != nil {
		return nil, err
	}
	return net.ListenTCP("tcp", net.TCPAddrFromAddrPort(at))
}

// Check says what is wrong with an address for Listen.
func Check(address string) error {
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		if !filepath.IsAbs(path) {
			return errors.New("want unix: and an absolute path")
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
		return at, errors.New("want unix: and a path, or a loopback address and a port, such as 127.0.0.1:9464")
	}
	return at, nil
}

// listenUnix takes the place of a socket that nobody listens at any more. Its owner and group may connect.
func listenUnix(path string) (net.Listener, error) {
	at := &net.UnixAddr{Name: path, Net: "unix"}
	l, err := net.ListenUnix("unix", at)
	if errors.Is(err, syscall.EADDRINUSE) && abandoned(at) {
		if err = os.Remove(path); err == nil {
			l, err = net.ListenUnix("unix", at)
		}
	}
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o660); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", strconv.Quote(path), err), l.Close())
	}
	return l, nil
}

// abandoned reports whether there is a socket at which nobody listens.
func abandoned(at *net.UnixAddr) bool {
	info, err := os.Lstat(at.Name)
	if err != nil || info.Mode()&os.ModeSocket == 0 {
		return false
	}
	c, err := net.DialUnix("unix", nil, at)
	if err == nil {
		c.Close()
		return false
	}
	return errors.Is(err, syscall.ECONNREFUSED)
}
