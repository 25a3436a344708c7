package live

import (
	"net"
	"net/netip"

	"github.com/nfstream/nfstream-go/packet"
)

// Interface is a network interface of this machine.
type Interface struct {
	Name      string
	Index     int
	Link      packet.LinkType // of its frames, if Decodable
	Decodable bool
	Hardware  net.HardwareAddr
	Addresses []netip.Prefix
	Up        bool
	// Permitted reports whether this process may capture on it, were it up and its frames decodable.
	Permitted bool
}

// Interfaces returns the interfaces of the calling thread's network namespace, in the order of their indexes. On a
// system without live capture nothing is Permitted or Decodable.
func Interfaces() ([]Interface, error) {
	system, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	permitted := mayCapture()
	all := make([]Interface, len(system))
	for i := range system {
		all[i] = describe(&system[i])
		all[i].Permitted = permitted
	}
	return all, nil
}

func describe(i *net.Interface) Interface {
	d := Interface{Name: i.Name, Index: i.Index, Hardware: i.HardwareAddr, Up: i.Flags&net.FlagUp != 0}
	if hardware, ok := hardwareOf(i.Name); ok {
		d.Link = linkOf(hardware)
		d.Decodable = d.Link != linkUnknown
	}
	addresses, _ := i.Addrs() // none of an interface that has just gone
	for _, a := range addresses {
		if p, err := netip.ParsePrefix(a.String()); err == nil {
			d.Addresses = append(d.Addresses, p)
		}
	}
	return d
}
