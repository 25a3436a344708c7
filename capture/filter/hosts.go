package filter

// Offsets of source and destination addresses in headers. Those of ARP are for Ethernet and IPv4 (RFC 826).
const (
	ipv4Source, ipv4Destination = 12, 16
	ipv6Source, ipv6Destination = 8, 24
	arpSender, arpTarget        = 14, 24
)

func (g *generator) hostIPv4(m *match) *cond {
	c := never
	for _, p := range []string{"ip", "arp", "rarp"} {
		if m.proto != "" && m.proto != p {
			continue
		}
		src, dst := uint32(arpSender), uint32(arpTarget)
		if p == "ip" {
			src, dst = ipv4Source, ipv4Destination
		}
		is := g.etherType(etherTypes[p])
		if is.op != condFalse {
			is = and(is, direct(m.direction, g.addressIPv4(m, src), g.addressIPv4(m, dst)))
		}
		c = or(c, is)
	}
	return c
}

func (g *generator) addressIPv4(m *match, off uint32) *cond {
	return g.masked(g.longAt(g.layer.net, off), m.id.mask, m.id.v4)
}

func (g *generator) hostIPv6(m *match) *cond {
	src, dst := g.addressIPv6(m, ipv6Source), g.addressIPv6(m, ipv6Destination)
	return and(g.etherType(etherIPv6), direct(m.direction, src, dst))
}

func (g *generator) addressIPv6(m *match, off uint32) *cond {
	c := always
	for i, word := range m.id.v6 {
		c = and(c, g.masked(g.longAt(g.layer.net, off+4*uint32(i)), v6Mask(m.id.bits, i), word))
	}
	return c
}

func (g *generator) hostMAC(m *match) *cond {
	if m.direction > dstOnly {
		if !g.isWireless() {
			failLink(m.pos, g.link, "addr1 to addr4, ra and ta are for IEEE 802.11 frames")
		}
		return g.wirelessAddress(m.direction, func(off uint32) *cond { return g.mac(off, m.id.mac) })
	}
	src, dst := g.ends(m.pos, func(off uint32) *cond { return g.mac(off, m.id.mac) })
	return direct(m.direction, src, dst)
}

// ends tests the source and destination of the link layer.
func (g *generator) ends(pos int, address func(off uint32) *cond) (src, dst *cond) {
	switch {
	case g.layer.kind == fieldOverlay:
		bridged := equal(g.shortAt(g.layer.overlay, 2), etherBridged)
		return and(bridged, address(6)), and(bridged, address(0))
	case g.layer.mac:
		return address(g.layer.src), address(g.layer.dst)
	case g.isWireless():
		return g.wirelessEnd(true, address), g.wirelessEnd(false, address)
	}
	failLink(pos, g.link, "frames have no MAC addresses")
	return nil, nil
}

// mac tests for an address at offset off of the link-layer header.
func (g *generator) mac(off uint32, address uint64) *cond {
	low := equal(g.longAt(g.layer.link, off+2), uint32(address))
	return and(low, equal(g.shortAt(g.layer.link, off), uint32(address>>32)))
}

// cast tests for broadcast and multicast.
func (g *generator) cast(p *primitive) *cond {
	switch p.proto {
	case "", "ether", "fddi", "tr", "wlan", "link":
		_, dst := g.ends(p.pos, func(off uint32) *cond {
			if p.word == "broadcast" {
				return g.mac(off, 1<<48-1)
			}
			return anyBit(g.byteAt(g.layer.link, off), 1)
		})
		return dst
	case "ip":
		if p.word == "broadcast" {
			return and(g.etherType(etherIPv4), oneOf(g.longAt(g.layer.net, ipv4Destination), 0, 1<<32-1))
		}
		return and(g.etherType(etherIPv4), atLeast(g.byteAt(g.layer.net, ipv4Destination), 224))
	case "ip6":
		if p.word == "multicast" {
			return and(g.etherType(etherIPv6), equal(g.byteAt(g.layer.net, ipv6Destination), 0xff))
		}
	}
	fail(p.pos, "%q cannot be combined with %q", p.proto, p.word)
	return nil
}

// Layouts of DECnet phase IV data packets after two bytes of length: short and long ones, with and without a byte of
// padding.
var decnetLayouts = []struct{ mask, flags, bytes, src, dst uint32 }{
	{0x07, 0x02, 1, 5, 3},
	{0xff07, 0x8102, 2, 6, 4},
	{0x07, 0x06, 1, 17, 9},
	{0xff07, 0x8106, 2, 18, 10},
}

func (g *generator) hostDECnet(m *match) *cond {
	end := func(src bool) *cond {
		c := never
		for _, l := range decnetLayouts {
			off := l.dst
			if src {
				off = l.src
			}
			flags := g.load(g.layer.net.plus(2), uint8(l.bytes))
			c = or(c, and(g.masked(flags, l.mask, l.flags), equal(g.shortAt(g.layer.net, off), m.id.lo)))
		}
		return c
	}
	return and(g.etherType(etherTypes["decnet"]), direct(m.direction, end(true), end(false)))
}
