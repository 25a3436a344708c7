package categories

import (
	"cmp"
	"slices"
)

// Transport is a set of transports.
type Transport uint8

// The transports, to be combined.
const (
	TransportTCP Transport = 1 << iota
	TransportUDP
)

// PortRange is the ports from First to Last, both included.
type PortRange struct{ First, Last uint16 }

// portRow is a range of ports that are an id's default on a transport. Those of an id are one behind the other.
type portRow struct {
	id        ID
	transport Transport
	PortRange
}

// owner is whose default a range of ports is. Ranges are sorted and do not overlap.
type owner struct {
	PortRange
	id ID
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
		return find(tcpOwners[:], port)
	case TransportUDP:
		return find(udpOwners[:], port)
	}
	return Unknown
}

// find searches the owners for that of a port.
func find(owners []owner, port uint16) ID {
	low, high := 0, len(owners)
	for low < high {
		middle := (low + high) / 2
		switch o := &owners[middle]; {
		case port < o.First:
			high = middle
		case port > o.Last:
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
	at, _ := slices.BinarySearchFunc(ports[:], id, func(p portRow, id ID) int { return cmp.Compare(p.id, id) })
	for ; at < len(ports) && ports[at].id == id; at++ {
		if ports[at].transport == TransportTCP {
			tcp = append(tcp, ports[at].PortRange)
		} else {
			udp = append(udp, ports[at].PortRange)
		}
	}
	return tcp, udp
}
