package filter

// etherType tests for a protocol above the link layer, by EtherType or, for IEEE 802.2, by LSAP.
func (g *generator) etherType(t uint32) *cond {
	if g.layer.guard != nil {
		return and(g.layer.guard, g.toldType(t))
	}
	return g.toldType(t)
}

func (g *generator) toldType(t uint32) *cond {
	l := &g.layer
	switch l.kind {
	case fieldEthernet:
		return g.overEthernet(t)
	case fieldCooked:
		return g.overCooked(t)
	case fieldEtherType:
		return equal(g.shortAt(l.field, 0), widened(t))
	case fieldLLC:
		return g.overLLC(t)
	case fieldPPP:
		return equal(g.shortAt(l.field, 0), pppNumber(t))
	case fieldFamily:
		return g.overFamily(t)
	case fieldFamilyByte:
		return oneOf(g.byteAt(l.field, 0), familyBytes[t]...)
	case fieldNLPID:
		return g.overFrameRelay(t)
	case fieldARCNET:
		return oneOf(g.byteAt(l.field, 0), arcnetTypes[t]...)
	case fieldVersion:
		return g.overVersion(t)
	case fieldMPLS:
		bottom := g.masked(g.load(place{l.net.base, l.net.off - 2}, 1), 1, 1)
		return and(bottom, g.overVersion(t))
	case fieldOverlay:
		bridged := equal(g.shortAt(l.overlay, 2), etherBridged)
		return or(and(bridged, equal(g.shortAt(l.field, 0), t)), and(not(bridged), equal(g.shortAt(l.overlay, 2), t)))
	case fieldIPv4:
		return truth(t == etherIPv4)
	}
	return truth(l.kind == fieldIPv6 && t == etherIPv6)
}

// widened returns the type field of OSI protocols in Cisco HDLC: the LSAP twice.
func widened(t uint32) uint32 {
	if t == lsapISO {
		return t<<8 | t
	}
	return t
}

func (g *generator) overVersion(t uint32) *cond {
	version := map[uint32]uint32{etherIPv4: 0x40, etherIPv6: 0x60}[t]
	if version == 0 {
		return never
	}
	return g.masked(g.byteAt(g.layer.net, 0), 0xf0, version)
}

// pppNumbers are the PPP protocol numbers (IANA) by EtherType or LSAP. PPP carries no others. A number in an
// expression is a PPP protocol number.
var pppNumbers = map[uint32]uint32{
	etherIPv4: 0x0021, etherIPv6: 0x0057, lsapISO: 0x0023, 0x6003: 0x0027, etherAppleTalk: 0x0029, lsapIPX: 0x002b,
	lsapSTP: 0x0031, lsapNetBEUI: 0x003f, etherMPLS: 0x0281,
}

func pppNumber(t uint32) uint32 {
	if n, ok := pppNumbers[t]; ok {
		return n
	}
	return t
}

// families are the address families of the BSD loopback header. The value for IPv6 depends on the system.
var families = map[uint32][]uint32{etherIPv4: {2}, etherIPv6: {24, 28, 30, 10, 23}}

// familyBytes are the address families of headers with a one-byte field: OpenBSD's pflog and Solaris' ipnet.
var familyBytes = map[uint32][]uint32{etherIPv4: {2}, etherIPv6: {24, 26, 28, 30, 10}}

// overFamily accepts either byte order, because the header has that of the capturing machine.
func (g *generator) overFamily(t uint32) *cond {
	v, c := g.longAt(g.layer.field, 0), never
	for _, f := range families[t] {
		c = or(c, oneOf(v, f<<24, f))
	}
	return c
}

func (g *generator) overEthernet(t uint32) *cond {
	field := g.shortAt(g.layer.field, 0)
	llc := not(above(field, etherMaxLength))
	if t == lsapIPX {
		raw := equal(g.shortAt(g.layer.net, 0), 0xffff)
		return or(equal(field, etherIPX), and(llc, or(g.snap(0, etherIPX), g.dsap(t), raw)))
	}
	return g.overField(field, llc, t)
}

// overField tests for a protocol by its EtherType in a field, or in the following LLC header if llc holds.
func (g *generator) overField(field *value, llc *cond, t uint32) *cond {
	switch {
	case t == etherAppleTalk:
		return or(equal(field, t), and(llc, g.overLLC(t)))
	case t == etherAARP:
		return or(equal(field, t), and(llc, g.snap(0, t)))
	case t <= etherMaxLength:
		return and(llc, g.overLLC(t))
	}
	return equal(field, t)
}

// Linux protocol numbers in the header of cooked captures, below all EtherTypes (linux/if_ether.h).
const (
	cookedNovell = 1
	cookedLLC    = 4
)

func (g *generator) overCooked(t uint32) *cond {
	field := g.shortAt(g.layer.field, 0)
	llc := equal(field, cookedLLC)
	if t == lsapIPX {
		return or(oneOf(field, etherIPX, cookedNovell), and(llc, or(g.dsap(t), g.snap(0, etherIPX))))
	}
	return g.overField(field, llc, t)
}

// overLLC tests the LLC header (IEEE 802.2). For EtherTypes it tests the SNAP header without the organization.
func (g *generator) overLLC(t uint32) *cond {
	switch {
	case t == lsapISO || t == lsapNetBEUI:
		return equal(g.shortAt(g.llcHeader(), 0), t<<8|t)
	case t == etherAppleTalk:
		return g.snap(0x080007, t)
	case t <= etherMaxLength:
		return g.dsap(t)
	}
	return equal(g.shortAt(g.llcHeader(), 6), t)
}

func (g *generator) dsap(t uint32) *cond { return equal(g.byteAt(g.llcHeader(), 0), t) }

// snap tests for an LLC header with SNAP of an organization.
func (g *generator) snap(organization, t uint32) *cond {
	low := equal(g.longAt(g.llcHeader(), 4), organization<<16|t)
	return and(low, equal(g.longAt(g.llcHeader(), 0), 0xaaaa0300|organization>>16))
}

// llcHeader returns the place of the LLC header.
func (g *generator) llcHeader() place {
	l := &g.layer
	if l.kind == fieldLLC {
		return l.field
	}
	return l.net
}

// llc tests for an LLC header and a type of PDU.
func (g *generator) llc(p *primitive) *cond {
	var c *cond
	field := g.layer.field
	switch g.layer.kind {
	case fieldEthernet:
		c = and(not(above(g.shortAt(field, 0), etherMaxLength)), not(equal(g.shortAt(g.layer.net, 0), 0xffff)))
	case fieldCooked:
		c = equal(g.shortAt(field, 0), cookedLLC)
	case fieldLLC:
		if c = g.layer.guard; c == nil {
			c = always
		}
	default:
		failLink(p.pos, g.link, "there is no LLC header to test")
	}
	if p.name == "" {
		return c
	}
	t := llcTypes[p.name]
	return and(c, g.masked(g.byteAt(g.llcHeader(), 2), t.mask, t.value))
}
