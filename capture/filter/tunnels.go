package filter

import "github.com/nfstream/nfstream-go/packet"

// vlan tests for an IEEE 802.1Q tag and skips it.
func (g *generator) vlan(p *primitive) *cond {
	l := &g.layer
	switch l.kind {
	case fieldEthernet, fieldCooked, fieldEtherType, fieldLLC, fieldOverlay:
	default:
		failLink(p.pos, g.link, "there is no VLAN tag to test")
	}
	if g.live && g.link == packet.LinkEthernet && *l == g.outermost {
		return g.liveVLAN(p)
	}
	c := or(g.etherType(etherVLAN), g.etherType(etherProvider), g.etherType(etherOldQinQ))
	if p.number >= 0 {
		c = and(c, g.masked(g.shortAt(l.net, 0), 0xfff, uint32(p.number)))
	}
	if l.kind == fieldOverlay {
		l.mac, l.dst, l.src = true, 0, 6
	}
	l.kind, l.field, l.net = fieldEthernet, l.net.plus(2), l.net.plus(4)
	return c
}

// liveVLAN tests the stripped tag, or the tag in the frame if none was stripped. The layer then starts after the tag
// in the frame, if there is one.
func (g *generator) liveVLAN(p *primitive) *cond {
	l := &g.layer
	tagged := g.ancillary(ancillaryTagged)
	beside := anyBit(tagged, 1)
	inside := or(g.etherType(etherVLAN), g.etherType(etherProvider), g.etherType(etherOldQinQ))
	if p.number >= 0 {
		beside = and(beside, g.masked(g.ancillary(ancillaryTag), 0xfff, uint32(p.number)))
		inside = and(inside, g.masked(g.shortAt(l.net, 0), 0xfff, uint32(p.number)))
	}
	c := or(beside, and(not(anyBit(tagged, 1)), inside))
	moved := g.calc(aluSub, g.number(4), g.calc(aluLsh, tagged, g.number(2)))
	l.field, l.net = place{moved, l.field.off}, place{moved, l.net.off}
	return c
}

// mpls tests for a label stack entry (RFC 3032) and skips it.
func (g *generator) mpls(p *primitive) *cond {
	l := &g.layer
	var c *cond
	switch l.kind {
	case fieldEthernet, fieldCooked, fieldEtherType, fieldLLC, fieldPPP, fieldOverlay:
		c = g.etherType(etherMPLS)
	case fieldMPLS:
		c = not(anyBit(g.load(place{l.net.base, l.net.off - 2}, 1), 1))
	default:
		failLink(p.pos, g.link, "there is no MPLS label to test")
	}
	if p.number >= 0 {
		c = and(c, g.masked(g.longAt(l.net, 0), 0xfffff000, uint32(p.number)<<12))
	}
	l.kind, l.net = fieldMPLS, l.net.plus(4)
	return c
}

// pppoes tests for a session of PPP over Ethernet (RFC 2516, section 4) and skips its header.
func (g *generator) pppoes(p *primitive) *cond {
	l := &g.layer
	switch l.kind {
	case fieldEthernet, fieldCooked, fieldEtherType, fieldLLC, fieldOverlay:
	default:
		failLink(p.pos, g.link, "there is no PPPoE session to test")
	}
	c := g.etherType(etherPPPoES)
	if p.number >= 0 {
		c = and(c, equal(g.shortAt(l.net, 2), uint32(p.number)))
	}
	l.kind, l.field, l.net = fieldPPP, l.net.plus(6), l.net.plus(8)
	return c
}

const (
	portGeneve = 6081 // RFC 8926
	portVXLAN  = 4789 // RFC 7348
	udpLength  = 8
)

// overlay tests for Geneve (RFC 8926, section 3.4) or VXLAN (RFC 7348, section 5) in UDP and moves to the inner frame
// or packet. Its offset depends on the outer headers and is kept in variables.
func (g *generator) overlay(p *primitive) *cond {
	port, geneve := uint32(portVXLAN), p.word == "geneve"
	if geneve {
		port = portGeneve
	}
	header := place{base: g.overlayVariable()}
	within := func(udp place) *cond {
		return and(equal(g.shortAt(udp, 2), port), g.overlayHeader(p, udp.plus(udpLength)),
			let(header.base, g.offset(udp.plus(udpLength))))
	}
	net := g.layer.net
	v4 := and(g.overIP(protoUDP), g.isFirst(), within(g.afterIPv4(net)))
	v6 := and(g.etherType(etherIPv6), equal(g.byteAt(net, ipv6Next), protoUDP), within(net.plus(ipv6Length)))
	c := or(v4, v6)
	if !geneve {
		at := header.plus(8)
		g.layer = layer{kind: fieldEthernet, link: at, field: at.plus(12), net: at.plus(14), mac: true, src: 6}
		return c
	}
	return and(c, g.geneveInside(header))
}

// overlayHeader tests version and flags, and the network identifier.
func (g *generator) overlayHeader(p *primitive, at place) *cond {
	c := g.masked(g.byteAt(at, 0), 0xc0, 0) // version 0
	if p.word == "vxlan" {
		c = anyBit(g.byteAt(at, 0), 0x08) // there is an identifier
	}
	if p.number >= 0 {
		c = and(c, g.masked(g.longAt(at, 4), 0xffffff00, uint32(p.number)<<8))
	}
	return c
}

// geneveInside skips the options of the header, and the Ethernet header if there is one.
func (g *generator) geneveInside(header place) *cond {
	options := g.calc(aluMul, g.calc(aluAnd, g.byteAt(header, 0), g.number(0x3f)), g.number(4))
	end := g.calc(aluAdd, g.calc(aluAdd, options, g.number(8)), header.base)
	net := place{base: g.overlayVariable()}
	bridged := equal(g.shortAt(header, 2), etherBridged)
	c := or(and(bridged, let(net.base, g.calc(aluAdd, end, g.number(14)))), let(net.base, end))
	g.layer = layer{kind: fieldOverlay, overlay: header, net: net}
	ethernet := place{base: g.calc(aluSub, net.base, g.number(14))}
	g.layer.link, g.layer.field = ethernet, ethernet.plus(12)
	return c
}

// overlayVariable returns a variable that is 0 until the expression sets it.
func (g *generator) overlayVariable() *value {
	v := g.variable()
	g.overlays = append(g.overlays, v)
	return v
}
