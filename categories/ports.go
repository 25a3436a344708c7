package categories

import (
	"cmp"
	"slices"
)

// Transport is a set of transports.
type Transport uint8

// The transports. They can be combined.
const (
	TransportTCP Transport = 1 << iota
	TransportUDP
)

// PortRange is an inclusive range of ports.
type PortRange struct{ First, Last uint16 }

// portRow is a range of default ports of an id on a transport. The ranges of an id are consecutive.
type portRow struct {
	id        ID
	transport Transport
	PortRange
}

// owner is a range of ports and the id that owns it. Ranges are sorted and do not overlap.
type owner struct {
	PortRange
	id ID
}

// DefaultPort returns the id with the given default port. It serves as a last guess for flows without other evidence.
// It returns Unknown if no id has the port, or if transport is not exactly one. It does not allocate.
//
// If several ids have the same default port, the largest one wins, as in the reference: TCP port 445 is SMBv23 and
// not SMBv1, and 8080 is HTTPProxy and not HTTPConnect. For the two ports of a flow, the reference tries the smaller
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

// find returns the owner of a port.
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

// Ports returns the default ports of an id in the order of the registry, nil for none. It includes ports that
// DefaultPort assigns to another id. The caller owns the slices.
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

// HasPort reports whether an id has a default port of a transport, and any whether it has one at all. It does not allocate.
func HasPort(id ID, transport Transport, port uint16) (has, any bool) {
	at, _ := slices.BinarySearchFunc(ports[:], id, func(p portRow, id ID) int { return cmp.Compare(p.id, id) })
	for ; at < len(ports) && ports[at].id == id; at++ {
		if p := &ports[at]; p.transport == transport {
			any = true
			has = has || p.First <= port && port <= p.Last
		}
	}
	return has, any
}
