package filter

import "github.com/nfstream/nfstream-go/packet"

// Offsets of type fields and network layers of rare link types (www.tcpdump.org/linktypes.html).
const (
	fddiLLC       = 13 // after frame control and addresses
	tokenRingLLC  = 14 // after access control, frame control and addresses, without a routing field
	slipLength    = 16
	encLength     = 12
	ipnetLength   = 24
	ipOverFCLLC   = 16
	sunATMLLC     = 4
	appleType     = 16
	netAnalyzer   = 4
	preamble      = 8
	eponPreamble  = 6
	dsaType       = 16 // after addresses and a tag of four bytes
	edsaType      = 20
	juniperHeader = 4
	juniperMagic  = 0x4d474300
	juniperIn     = 0x01
	juniperNoLink = 0x02
)

// rareLink sets the layer of a rare link type. It returns false if no program can be compiled for it.
func (g *generator) rareLink() bool {
	at := func(off uint32) place { return place{off: off} }
	switch g.link {
	case packet.LinkFDDI:
		g.layer = layer{kind: fieldLLC, field: at(fddiLLC), net: at(fddiLLC + 8), mac: true, dst: 1, src: 7}
	case packet.LinkTokenRing:
		g.tokenRing()
	case packet.LinkATM:
		g.layer = layer{kind: fieldLLC, net: at(8)}
	case packet.LinkIPOverFC:
		g.layer = layer{kind: fieldLLC, field: at(ipOverFCLLC), net: at(ipOverFCLLC + 8), mac: true, dst: 2, src: 10}
	case packet.LinkSunATM:
		g.layer = layer{kind: fieldLLC, field: at(sunATMLLC), net: at(sunATMLLC + 8)}
		g.layer.guard = g.masked(g.byteAt(at(0), 0), 0x0f, 2)
	case packet.LinkSLIP:
		g.layer = layer{kind: fieldVersion, net: at(slipLength)}
	case packet.LinkENC:
		g.layer = layer{kind: fieldFamily, net: at(encLength)}
	case packet.LinkIPNET:
		g.layer = layer{kind: fieldFamilyByte, field: at(1), net: at(ipnetLength)}
	case packet.LinkPFLOG:
		n := g.calc(aluAnd, g.calc(aluAdd, g.byteAt(at(0), 0), g.number(3)), g.number(0xfc))
		g.layer = layer{kind: fieldFamilyByte, field: at(1), net: g.keep(n)}
	case packet.LinkPPPD:
		g.layer = layer{kind: fieldPPP, field: at(2), net: at(4)}
	case packet.LinkCiscoHDLCDir:
		g.layer = layer{kind: fieldEtherType, field: at(3), net: at(5)}
	case packet.LinkFrameRelay:
		g.layer = layer{kind: fieldNLPID, field: at(2), net: at(4)}
	case packet.LinkFRDir:
		g.layer = layer{kind: fieldNLPID, field: at(3), net: at(5)}
	case packet.LinkAppleIP1394:
		g.layer = layer{kind: fieldEtherType, field: at(appleType), net: at(appleType + 2)}
	case packet.LinkIPoIB:
		g.layer = layer{kind: fieldEtherType, net: at(4)}
	default:
		return g.ethernetAfter() || g.arcnet() || g.juniper()
	}
	return true
}

// ethernetAfter sets the layer of Ethernet after, or with, another header.
func (g *generator) ethernetAfter() bool {
	at := func(off uint32) place { return place{off: off} }
	switch g.link {
	case packet.LinkNetAnalyzer, packet.LinkDSABroadcomP:
		g.ethernetAt(at(netAnalyzer))
	case packet.LinkNetAnalyzerT:
		g.ethernetAt(at(netAnalyzer + preamble))
	case packet.LinkEPON:
		g.ethernetAt(at(eponPreamble))
	case packet.LinkDSABroadcom, packet.LinkDSAMarvell:
		g.layer = layer{kind: fieldEthernet, field: at(dsaType), net: at(dsaType + 2), mac: true, src: 6}
	case packet.LinkEDSAMarvell:
		g.layer = layer{kind: fieldEthernet, field: at(edsaType), net: at(edsaType + 2), mac: true, src: 6}
	default:
		return false
	}
	return true
}

func (g *generator) ethernetAt(at place) {
	g.layer = layer{kind: fieldEthernet, link: at, field: at.plus(12), net: at.plus(14), mac: true, src: 6}
}

// tokenRing skips the routing field (IEEE 802.5), which the first bit of the source address announces.
func (g *generator) tokenRing() {
	routed := g.calc(aluRsh, g.byteAt(place{off: 8}, 0), g.number(7))
	length := g.calc(aluMul, routed, g.calc(aluAnd, g.byteAt(place{off: tokenRingLLC}, 0), g.number(0x1f)))
	llc := g.keep(length).plus(tokenRingLLC)
	g.layer = layer{kind: fieldLLC, field: llc, net: llc.plus(8), mac: true, dst: 2, src: 8}
}

// arcnetTypes are the types of ARCNET by EtherType (RFC 1201, RFC 1051, RFC 2497).
var arcnetTypes = map[uint32][]uint32{etherIPv4: {0xd4, 0xf0}, etherIPv6: {0xc4}, 0x0806: {0xd5, 0xf1}, 0x8035: {0xd6}}

// arcnet: three bytes of RFC 1201 follow the type, except for the types of RFC 1051, which have a separate bit.
func (g *generator) arcnet() bool {
	kind := place{off: 2}
	switch g.link {
	case packet.LinkARCNETLinux:
		kind.off = 4
	case packet.LinkARCNET:
	default:
		return false
	}
	old := g.calc(aluAnd, g.calc(aluRsh, g.byteAt(kind, 0), g.number(5)), g.number(1))
	n := g.calc(aluSub, g.number(3), g.calc(aluMul, old, g.number(3)))
	g.layer = layer{kind: fieldARCNET, field: kind, net: g.keep(n).plus(kind.off + 1)}
	return true
}

// juniper skips the extensions, which a flag announces, and accepts frames with a link layer.
func (g *generator) juniper() bool {
	extended := g.calc(aluRsh, g.byteAt(place{off: 3}, 0), g.number(7))
	length := g.calc(aluAdd, g.shortAt(place{off: juniperHeader}, 0), g.number(2))
	at := g.keep(g.calc(aluMul, extended, length)).plus(juniperHeader)
	switch g.link {
	case packet.LinkJuniperEther, packet.LinkJuniperPPPoE:
		g.ethernetAt(at)
	case packet.LinkJuniperPPP:
		g.ppp(at)
	case packet.LinkJuniperCHDLC:
		g.layer = layer{kind: fieldEtherType, field: at.plus(2), net: at.plus(4)}
	case packet.LinkJuniperFrame:
		g.layer = layer{kind: fieldNLPID, field: at.plus(2), net: at.plus(4)}
	case packet.LinkJuniperATM1:
		g.layer = layer{kind: fieldLLC, field: at.plus(4), net: at.plus(12)}
	case packet.LinkJuniperATM2:
		g.layer = layer{kind: fieldLLC, field: at.plus(8), net: at.plus(16)}
	case packet.LinkJuniperGGSN, packet.LinkJuniperMonitor, packet.LinkJuniperServices:
		g.layer = layer{kind: fieldVersion, net: at.plus(8)}
	default:
		return false
	}
	g.layer.guard = and(g.masked(g.longAt(place{}, 0), 0xffffff00, juniperMagic),
		not(anyBit(g.byteAt(place{off: 3}, 0), juniperNoLink)))
	return true
}

// nlpids are the network layer protocol identifiers of frame relay (RFC 2427), after its control field.
var nlpids = map[uint32]uint32{etherIPv4: 0x03cc, etherIPv6: 0x038e, lsapISO: 0x0381}

// overFrameRelay tests the control field and the identifier, or Cisco's EtherType, after an address of two bytes.
func (g *generator) overFrameRelay(t uint32) *cond {
	field := g.shortAt(g.layer.field, 0)
	c := never
	if n, ok := nlpids[t]; ok {
		c = equal(field, n)
	}
	if t > etherMaxLength {
		c = or(c, equal(field, t))
	}
	return c
}

// rareDirection tests the direction of a frame for link types that record it, or returns nil.
func (g *generator) rareDirection() *cond {
	switch g.link {
	case packet.LinkPPPDir, packet.LinkPPPD, packet.LinkCiscoHDLCDir, packet.LinkFRDir, packet.LinkSLIP:
		return above(g.byteAt(place{}, 0), 0)
	case packet.LinkJuniperEther, packet.LinkJuniperPPPoE, packet.LinkJuniperPPP, packet.LinkJuniperCHDLC,
		packet.LinkJuniperFrame, packet.LinkJuniperATM1, packet.LinkJuniperATM2, packet.LinkJuniperGGSN,
		packet.LinkJuniperMonitor, packet.LinkJuniperServices:
		return not(anyBit(g.byteAt(place{}, 3), juniperIn))
	}
	return nil
}
