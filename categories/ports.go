package categories

import "slices"

// Transport is a set of transports.
type Transport uint8

// The transports, to be combined.
const (
	TransportTCP Transport = 1 << iota
	TransportUDP
)

// PortRange is the ports from First to Last, both included.
type PortRange struct{ First, Last uint16 }

// owner is whose default a range of ports is. Ranges do not overlap, nor reach over a multiple of 256.
type owner struct {
	first, last uint16
	id          ID
}

// DefaultPort returns whose default a port is on one transport, for a last guess at flows that nothing else identifies:
// Unknown where the port is nobody's, or transport is not exactly one. It does not allocate.
//
// Where several have the same default port, the larger id wins, as in the reference: TCP port 445 is SMBv23 and not
// SMBv1, and 8080 is HTTPProxy and not HTTPConnect. For a flow, which has two ports, the reference asks for the smaller
// one first.
func DefaultPort(transport Transport, port uint16) ID {
	switch transport {
	case TransportTCP:
		return find(tcpOwners[:], &tcpPages, port)
	case TransportUDP:
		return find(udpOwners[:], &udpPages, port)
	}
	return Unknown
}

// find searches the owners of the ports that share their upper byte with port, which pages tells.
func find(owners []owner, pages *[257]uint16, port uint16) ID {
	page := port >> 8
	low, high := pages[page], pages[page+1]
	for low < high {
		middle := (low + high) / 2
		switch o := owners[middle]; {
		case port < o.first:
			high = middle
		case port > o.last:
			low = middle + 1
		default:
			return o.id
		}
	}
	return Unknown
}

// Ports returns the default ports of an id in the order of the registry, nil where it has none. Ports that DefaultPort
// gives to another id are among them. The slices are the caller's.
func Ports(id ID) (tcp, udp []PortRange) {
	i := id.row()
	return portsBetween(rows[i].tcp, rows[i].udp), portsBetween(rows[i].udp, rows[i+1].tcp)
}

func portsBetween(begin, end uint16) []PortRange {
	if begin == end {
		return nil
	}
	return slices.Clone(ports[begin:end])
}
