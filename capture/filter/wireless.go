package filter

import "github.com/nfstream/nfstream-go/packet"

// wireless sets the layer of IEEE 802.11, which may follow another header.
func (g *generator) wireless() {
	var at place
	padding := g.number(0)
	switch g.link {
	case packet.LinkRadiotap:
		at, padding = g.keep(g.little16(2)), g.radiotapPadding()
	case packet.LinkPPI:
		g.before = append(g.before, equal(g.longAt(place{}, 4), uint32(packet.LinkIEEE80211)<<24))
		at = g.keep(g.little16(2))
	case packet.LinkAVS:
		at = g.keep(g.longAt(place{}, 4))
	case packet.LinkPrism:
		at = g.prism()
	}
	length := g.wirelessLength(at)
	length = g.calc(aluAdd, length, g.calc(aluMul, padding, g.calc(aluAnd, length, g.number(2))))
	llc := g.keep(g.calc(aluAdd, g.offset(at), length))
	g.layer = layer{kind: fieldLLC, link: at, field: llc, net: llc.plus(8)}
	g.layer.guard = g.isData()
}

// keep computes v once for the whole program.
func (g *generator) keep(v *value) place {
	k := g.variable()
	g.kept = append(g.kept, &kept{k, let(k, v)})
	return place{base: k}
}

// little16 returns the little-endian 16-bit value at off.
func (g *generator) little16(off uint32) *value {
	high := g.calc(aluLsh, g.byteAt(place{off: off + 1}, 0), g.number(8))
	return g.calc(aluOr, high, g.byteAt(place{off: off}, 0))
}

// prism: the link type of Prism headers, of 144 bytes, may also carry AVS headers.
func (g *generator) prism() place {
	k := g.variable()
	avs := and(g.masked(g.longAt(place{}, 0), 0xfffff000, 0x80211000), let(k, g.longAt(place{}, 4)))
	g.kept = append(g.kept, &kept{k, or(avs, let(k, g.number(144)))})
	return place{base: k}
}

// wirelessLength returns the length of the header of a data frame (IEEE 802.11, section 9.3.2.1): 24 bytes, 6 for a
// fourth address, 2 for QoS control and 4 for HT control.
func (g *generator) wirelessLength(at place) *value {
	control, flags := g.byteAt(at, 0), g.byteAt(at, 1)
	one := func(v *value, shift uint32) *value {
		return g.calc(aluAnd, g.calc(aluRsh, v, g.number(shift)), g.number(1))
	}
	qos := one(control, 7)
	fourth := g.calc(aluAnd, one(flags, 1), flags) // fourth address: from and to the distribution system
	n := g.calc(aluMul, g.calc(aluAnd, one(flags, 7), qos), g.number(4))
	n = g.calc(aluAdd, n, g.calc(aluMul, qos, g.number(2)))
	n = g.calc(aluAdd, n, g.calc(aluMul, fourth, g.number(6)))
	return g.calc(aluAdd, n, g.number(24))
}

// radiotapPadding returns 1 if radiotap's flags say that the 802.11 header is padded to four bytes, else 0. The flags
// follow the 64 bits of TSFT, if present (www.radiotap.org). They are read only after a single word of presence bits.
func (g *generator) radiotapPadding() *value {
	present, more := g.byteAt(place{off: 4}, 0), g.byteAt(place{off: 7}, 0)
	tsft := g.calc(aluAnd, present, g.number(1))
	flags := g.load(place{g.calc(aluLsh, tsft, g.number(3)), 8}, 1)
	padded := g.calc(aluAnd, g.calc(aluRsh, flags, g.number(5)), g.calc(aluRsh, present, g.number(1)))
	single := g.calc(aluXor, g.calc(aluRsh, more, g.number(7)), g.number(1))
	return g.calc(aluAnd, g.calc(aluAnd, padded, single), g.number(1))
}

// Bits of the frame control field of IEEE 802.11.
const (
	controlTypes    = 0x0c
	controlCtl      = 0x04
	controlData     = 0x08
	controlSubtypes = 0xf0
	controlCTS      = 0xc0
	controlACK      = 0xd0
	flagToDS        = 0x01
	flagFromDS      = 0x02
)

func (g *generator) control() *value { return g.byteAt(g.layer.link, 0) }
func (g *generator) flags() *value   { return g.byteAt(g.layer.link, 1) }

func (g *generator) isControl() *cond { return anyBit(g.control(), controlCtl) }

func (g *generator) isData() *cond {
	return and(not(g.isControl()), anyBit(g.control(), controlData))
}

// frameControl tests type, subtype and direction.
func (g *generator) frameControl(p *primitive) *cond {
	if !g.isWireless() {
		failLink(p.pos, g.link, "%s is for IEEE 802.11 frames", p.word)
	}
	switch p.word {
	case "type":
		return g.masked(g.control(), controlTypes, uint32(p.number))
	case "subtype":
		return g.masked(g.control(), controlTypes|controlSubtypes, uint32(p.number))
	}
	return g.masked(g.flags(), flagToDS|flagFromDS, uint32(p.number))
}

func (g *generator) isWireless() bool {
	switch g.link {
	case packet.LinkIEEE80211, packet.LinkRadiotap, packet.LinkPrism, packet.LinkAVS, packet.LinkPPI:
		return !g.layer.mac && g.layer.kind != fieldOverlay
	}
	return false
}

// wirelessEnd tests an address that depends on the direction of the frame (IEEE 802.11, table 9-60).
func (g *generator) wirelessEnd(src bool, address func(off uint32) *cond) *cond {
	data, to, from := anyBit(g.control(), controlData), anyBit(g.flags(), flagToDS), anyBit(g.flags(), flagFromDS)
	if !src {
		far := and(data, to)
		return and(not(g.isControl()), or(and(far, address(16)), and(not(far), address(4))))
	}
	relayed := and(data, from)
	viaRelay := and(relayed, or(and(to, address(24)), and(not(to), address(16))))
	return and(not(g.isControl()), or(viaRelay, and(not(relayed), address(10))))
}

// wirelessAddress tests an address by its position or its role in the header.
func (g *generator) wirelessAddress(d direction, address func(off uint32) *cond) *cond {
	kind := func(k uint32) *cond { return g.masked(g.control(), controlTypes, k) }
	subtype := func(k uint32) *cond { return g.masked(g.control(), controlSubtypes, k) }
	second := not(and(kind(controlCtl), or(subtype(controlCTS), subtype(controlACK))))
	managed := kind(0)
	switch d {
	case receiver:
		return and(not(managed), address(4))
	case transmitter:
		return and(not(managed), second, address(10))
	case address1:
		return address(4)
	case address2:
		return and(second, address(10))
	case address3:
		return and(not(kind(controlCtl)), address(16))
	}
	return and(g.masked(g.flags(), flagToDS|flagFromDS, flagToDS|flagFromDS), address(24))
}
