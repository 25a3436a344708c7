package filter

// Protocols above IP that have a keyword, by version of IP.
var (
	overBoth = map[string]uint32{
		"tcp": protoTCP, "udp": protoUDP, "sctp": protoSCTP, "pim": protoPIM, "ah": protoAH, "esp": protoESP,
	}
	overIPv4 = map[string]uint32{
		"icmp": protoICMP, "igmp": protoIGMP, "igrp": protoIGRP, "vrrp": protoVRRP, "carp": protoVRRP,
	}
)

// named tests for the protocol with the given name.
func (g *generator) named(pos int, word string) *cond {
	if t, ok := etherTypes[word]; ok {
		g.checkMPLS(pos, t, word)
		return g.etherType(t)
	}
	if n, ok := overBoth[word]; ok {
		return or(g.overIP(n), g.overIP6(n))
	}
	if n, ok := overIPv4[word]; ok {
		return g.overIP(n)
	}
	if n, ok := isoProtocols[word]; ok {
		return g.overISO(n)
	}
	if types, ok := pduTypes[word]; ok {
		return g.isis(types...)
	}
	if word != "icmp6" {
		fail(pos, "expected a condition, found %q", word)
	}
	return g.overIP6(protoICMP6)
}

// checkMPLS rejects protocols over MPLS other than IP, because MPLS does not name its content.
func (g *generator) checkMPLS(pos int, t uint32, word string) {
	if g.layer.kind == fieldMPLS && t != etherIPv4 && t != etherIPv6 {
		fail(pos, "frames do not record whether MPLS carries %s", word)
	}
}

// overIP tests the protocol field of IPv4.
func (g *generator) overIP(n uint32) *cond {
	return and(g.etherType(etherIPv4), equal(g.byteAt(g.layer.net, ipv4Protocol), n))
}

// overIP6 tests the first next header of IPv6, or the second one after a fragment header.
func (g *generator) overIP6(n uint32) *cond {
	next := g.byteAt(g.layer.net, ipv6Next)
	second := and(equal(next, protoFragment), equal(g.byteAt(g.layer.net, ipv6Length), n))
	return and(g.etherType(etherIPv6), or(equal(next, n), second))
}

// overISO tests the network layer protocol identifier of OSI protocols. It follows additional bytes in LLC (IEEE
// 802.2) and Cisco HDLC.
func (g *generator) overISO(n uint32) *cond {
	return and(g.etherType(lsapISO), equal(g.byteAt(g.isoHeader(), 0), n))
}

func (g *generator) isoHeader() place {
	switch g.layer.kind {
	case fieldEthernet, fieldCooked, fieldLLC:
		return g.llcHeader().plus(3)
	case fieldEtherType:
		return g.layer.net.plus(1)
	}
	return g.layer.net
}

func (g *generator) isis(types ...uint32) *cond {
	return and(g.overISO(isoProtocols["isis"]), oneOf(g.byteAt(g.isoHeader(), 4), types...))
}

// protocol tests for the protocol of "proto" and "protochain".
func (g *generator) protocol(m *match) *cond {
	n := m.id.lo
	if m.kind == "protochain" {
		return g.protochain(m)
	}
	switch m.proto {
	case "":
		return or(g.overIP(n), g.overIP6(n))
	case "ip":
		return g.overIP(n)
	case "ip6":
		return g.overIP6(n)
	case "iso":
		return g.overISO(n)
	case "isis":
		return g.isis(n)
	}
	g.checkMPLS(m.id.pos, n, m.id.text)
	return g.etherType(n)
}

// maxChain is the number of headers that protochain tests.
const maxChain = 8

// protochain tests the headers after the IP header. For IPv4 it skips only authentication headers.
func (g *generator) protochain(m *match) *cond {
	if g.chain[0] == nil {
		g.chain = [2]*value{g.variable(), g.variable()}
	}
	net := g.layer.net
	c := never
	if m.proto != "ip6" {
		c = and(g.etherType(etherIPv4),
			g.header(m.id.lo, g.byteAt(net, ipv4Protocol), g.afterIPv4(net), false, 0))
	}
	if m.proto != "ip" {
		c = or(c, and(g.etherType(etherIPv6),
			g.header(m.id.lo, g.byteAt(net, ipv6Next), net.plus(ipv6Length), true, 0)))
	}
	return c
}

// header tests the header of type next at a place, and the following ones (RFC 8200, section 4; RFC 4302, section 2).
func (g *generator) header(want uint32, next *value, at place, v6 bool, depth int) *cond {
	found := equal(next, want)
	if depth == maxChain-1 {
		return found
	}
	following := g.again(g.chain[depth%2])
	length := g.byteAt(at, 1)
	units := func(more, size uint32) *cond {
		n := g.calc(aluMul, g.calc(aluAdd, length, g.number(more)), g.number(size))
		return let(following, g.calc(aluAdd, n, g.offset(at)))
	}
	skip := and(equal(next, protoAH), units(2, 4))
	if v6 {
		options := oneOf(next, 0, 43, protoFragment, 60)
		skip = or(and(options, units(1, 8)), skip)
	}
	return or(found, and(skip, g.header(want, g.byteAt(at, 0), place{base: following}, v6, depth+1)))
}
