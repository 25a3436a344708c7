package l7

import (
	"net/netip"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flowkey"
)

const (
	protoUDP     = 17
	protoUDPLite = 136
)

// byIPProtocol returns the protocol that an IP protocol number names (IANA, Assigned Internet Protocol Numbers), or 0.
func byIPProtocol(n uint8) categories.ID {
	switch n {
	case 1:
		return categories.ICMP
	case 2:
		return categories.IGMP
	case 4, 41:
		return categories.IPInIP
	case 8:
		return categories.EGP
	case 47:
		return categories.GRE
	case 50, 51:
		return categories.IPSec
	case 58:
		return categories.ICMPV6
	case 89:
		return categories.OSPF
	case 103:
		return categories.IPPIM
	case 112:
		return categories.VRRP
	case 113:
		return categories.PGM
	case 132:
		return categories.SCTP
	}
	return 0
}

// conclude says what there is to say of a flow in whose payloads nothing was recognised: by its IP protocol, which is
// certain, or by its ports, which is a guess. The smaller port goes first, as that of the service mostly is.
func (f *Flow) conclude(k *flowkey.Key) {
	if id := byIPProtocol(k.Proto); id != 0 {
		f.Protocol, f.Confidence = id, ByInspection
		return
	}
	transport := categories.TransportTCP
	switch k.Proto {
	case protoTCP:
	case protoUDP, protoUDPLite:
		transport = categories.TransportUDP
	default:
		return
	}
	for _, port := range [2]uint16{min(k.PortA, k.PortB), max(k.PortA, k.PortB)} {
		if id := categories.DefaultPort(transport, port); id != 0 {
			f.Protocol, f.Confidence = id, ByPort
			return
		}
	}
}

// locate asks for the application by the flow's ends. It is a guess unless the protocol was recognised.
func (f *Flow) locate(locators []Locator, k *flowkey.Key) {
	a, b := netip.AddrPortFrom(k.AddrA(), k.PortA), netip.AddrPortFrom(k.AddrB(), k.PortB)
	for _, locate := range locators {
		id := locate(f.Protocol, a, b)
		if id == 0 {
			continue
		}
		f.Application = id
		if f.Protocol == 0 {
			f.Protocol = id
		}
		if f.Confidence < ByPart {
			f.Confidence = ByAddress
		}
		return
	}
}
