package live

import (
	"net/netip"

	"github.com/nfstream/nfstream-go/packet"
)

// Interface is a network interface of this machine.
type Interface struct {
	Name      string
	Index     int
	Link      packet.LinkType // of its frames, if Decodable
	Decodable bool
	Hardware  string // address in hexadecimal with colons, empty where there is none
	Addresses []netip.Prefix
	Up        bool
	// Permitted reports whether this process may capture on it, were it up and its frames decodable.
	Permitted bool
}

// Interfaces returns the interfaces of the calling thread's network namespace, in the order of their indexes. On a
// system without live capture nothing is Permitted or Decodable.
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
