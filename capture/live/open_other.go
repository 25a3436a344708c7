//go:build !linux

package live

import (
	"net"
	"net/netip"

	"github.com/nfstream/nfstream-go/capture"
)

func open([]string, int, Options, bool) ([]capture.Source, error) { return nil, ErrNotSupported }

func mayCapture() bool { return false }

// IsName returns false: no interface can be captured on this system.
func IsName(string) bool { return false }

// IsInterface reports whether name is an interface of this machine, or Any.
func IsInterface(name string) bool {
	_, err := net.InterfaceByName(name)
	return err == nil || name == Any
}

func interfaces() ([]Interface, error) {
	system, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	all := make([]Interface, len(system))
	for i := range system {
		all[i] = describe(&system[i])
	}
	return all, nil
}

func describe(i *net.Interface) Interface {
	d := Interface{Name: i.Name, Index: i.Index, Hardware: i.HardwareAddr.String(), Up: i.Flags&net.FlagUp != 0}
	addresses, _ := i.Addrs() // none if the interface has just disappeared
	for _, a := range addresses {
		if p, err := netip.ParsePrefix(a.String()); err == nil {
			d.Addresses = append(d.Addresses, p)
		}
	}
	return d
}
