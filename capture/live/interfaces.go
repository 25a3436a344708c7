package live

import (
	"net/netip"

	"github.com/nfstream/nfstream-go/packet"
)

// Interface is a network interface of this machine.
type Interface struct {
	Name      string
	Index     int
	Link      packet.LinkType // link type of its frames, if Decodable
	Decodable bool
	Hardware  string // address in hexadecimal with colons, empty for none
	Addresses []netip.Prefix
	Up        bool
	// Permitted reports whether this process may capture on the interface. It ignores whether the interface is up and
	// Decodable.
	Permitted bool
}

// Interfaces returns the interfaces of the calling thread's network namespace, by index. On a system without live
// capture no interface is Permitted or Decodable.
func Interfaces() ([]Interface, error) {
	all, err := interfaces()
	if err != nil {
		return nil, err
	}
	permitted := mayCapture()
	for i := range all {
		all[i].Permitted = permitted
	}
	return all, nil
}
