package network

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// dhcpv6 is DHCP for IPv6 (RFC 8415, sections 8, 9 and 21.1), on its ports.
func dhcpv6() l7.Proto {
	return l7.Proto{
		ID: categories.DHCPV6, On: l7.UDP, Ports: []uint16{546, 547}, PortsOnly: true, Min: 4, Probe: probeDHCPv6,
		Samples: l7.Samples("\x01\x12\x34\x56\x00\x01\x00\x0a\x00\x03\x00\x01\x02\x00\x00\x00\x00\x01\x00\x08\x00\x02\x00\x00"),
	}
}

const (
	dhcpv6Last       = 36  // the highest type of message (IANA, DHCPv6 Message Types)
	dhcpv6LastOption = 255 // above the options of IANA's registry
	dhcpv6Relay      = 12  // RELAY-FORW
	dhcpv6RelayRepl  = 13
)

func probeDHCPv6(c *l7.Ctx) l7.Verdict {
	if !c.OnPort(546) && !c.OnPort(547) {
		return l7.Reject
	}
	r := wire.NewCursor(c.Data)
	kind := r.Uint8()
	if kind == 0 || kind > dhcpv6Last {
		return l7.Reject
	}
	if own := c.SrcPort == 546 || c.SrcPort == 547; own && (c.DstPort == 546 || c.DstPort == 547) && len(c.Data) >= 4 {
		return l7.Match // both ports
	}
	if kind == dhcpv6Relay || kind == dhcpv6RelayRepl {
		r.Skip(1 + 16 + 16) // hops, link address, peer address
	} else {
		r.Skip(3) // transaction
	}
	options := 0
	for ; r.OK() && r.Len() >= 4; options++ {
		if code := r.Uint16(); code == 0 || code > dhcpv6LastOption {
			return l7.Reject
		}
		if n := int(r.Uint16()); n > r.Len() && c.Length() > len(c.Data) {
			return l7.Match
		} else {
			r.Skip(n)
		}
	}
	if !r.OK() || r.Len() > 0 || options == 0 {
		return l7.Reject
	}
	return l7.Match
}
