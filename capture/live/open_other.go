//go:build !linux

package live

import (
	"net"
	"net/netip"

	"github.com/nfstream/nfstream-go/capture"
)

func open([]string, int, Options, bool) ([]capture.Source, error) { return nil, ErrNotSupported }

func mayCapture() bool { return false }

// IsName reports whether an interface may have a name, which here none has.
func IsName(string) bool { return false }

// IsInterface reports whether a name is that of an interface of this machine, or Any.
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
	addresses, _ := i.Addrs() // none of an interface that has just gone
	for _, a := range addresses {
		if p, err := netip.ParsePrefix(a.String()); err == nil {
			d.Addresses = append(d.Addresses, p)
		}
	}
	return d
}
