package live

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/sys/unix"
)

// device is an interface in the network namespace of a socket, whatever thread uses it.
type device struct {
	name  string // empty for all of them
	index int    // 0 for all of them, absent for a missing interface
}

const absent = -1

// IsName reports whether name is valid for an interface: up to 15 bytes that the kernel accepts.
func IsName(name string) bool {
	return name != "" && len(name) < unix.IFNAMSIZ && name != "." && name != ".." &&
		!strings.ContainsAny(name, "/: \t\n\v\f\r\x00")
}

// findDevice finds an interface and reports whether it is up.
func findDevice(fd int, name string) (d device, up bool, err error) {
	request, err := unix.NewIfreq(name)
	if err != nil || name == "" || strings.IndexByte(name, 0) >= 0 {
		return d, false, fmt.Errorf("%w: %q", ErrNoInterface, name)
	}
	err = unix.IoctlIfreq(fd, unix.SIOCGIFINDEX, request)
	if errors.Is(err, unix.ENODEV) {
		if name == Any {
			return device{}, true, nil
		}
		return d, false, fmt.Errorf("%w: %q", ErrNoInterface, name)
	}
	if err != nil {
		return d, false, fmt.Errorf("%s: index: %w", name, err)
	}
	d = device{name: name, index: int(request.Uint32())}
	up, err = d.up(fd)
	return d, up, err
}

func (d device) up(fd int) (bool, error) {
	request, err := unix.NewIfreq(d.name)
	if err == nil {
		err = unix.IoctlIfreq(fd, unix.SIOCGIFFLAGS, request)
	}
	if err != nil {
		return false, fmt.Errorf("%s: flags: %w", d.name, err)
	}
	return request.Uint16()&unix.IFF_UP != 0, nil
}

// String returns the name for errors.
func (d device) String() string {
	if d.index == 0 {
		return Any
	}
	return d.name
}

func mayCapture() bool {
	fd, err := packetSocket()
	if err != nil {
		return false
	}
	unix.Close(fd)
	return true
}
