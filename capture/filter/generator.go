package filter

import "github.com/nfstream/nfstream-go/packet"

// generator converts the syntax tree to conditions, in the order of the text, because some primitives change the
// layer that later ones test.
type generator struct {
	values
	settings
	link      packet.LinkType
	layer     layer
	outermost layer  // the layer at the start of the expression
	variables int    // scratch cells used by variables, from the last one down
	given     uint32 // variables so far

	before   []*cond   // conditions before the expression
	kept     []*kept   // values computed before the expression, if used
	overlays []*value  // variables that the expression may set
	chain    [2]*value // variables of protochain, or nil
}

func newGenerator(link packet.LinkType, s settings) *generator {
	return &generator{values: values{}, settings: s, link: link}
}

// program returns the condition of the whole expression.
func (g *generator) program(root node) *cond {
	g.start()
	g.outermost = g.layer
	c := g.node(root)
	for _, v := range g.overlays {
		g.before = append(g.before, let(v, g.number(0)))
	}
	g.before = append(g.before, c)
	return g.withKept(and(g.before...))
}

// kept is a variable and the condition that sets it.
type kept struct {
	variable *value
	set      *cond
}

// withKept returns c after the kept values that it uses. Later kept values may use earlier ones.
func (g *generator) withKept(c *cond) *cond {
	used := map[*value]bool{}
	c.uses(used)
	for i := len(g.kept) - 1; i >= 0; i-- {
		if k := g.kept[i]; used[k.variable] {
			k.set.uses(used)
			c = and(k.set, c)
		}
	}
	return c
}

// variable allocates a scratch cell.
func (g *generator) variable() *value {
	if g.variables == scratchCells/2 {
		fail(0, "more nested tunnels than a program can track")
	}
	g.variables++
	return g.again(&value{k: uint32(scratchCells - g.variables)})
}

// again returns a new variable in the cell of one that is no longer needed.
func (g *generator) again(v *value) *value {
	g.given++
	return g.intern(value{op: valueVar, k: v.k, b: g.number(g.given)})
}

func (g *generator) node(n node) *cond {
	switch n := n.(type) {
	case *junction:
		l := g.node(n.l)
		if r := g.node(n.r); n.or {
			return or(l, r)
		} else {
			return and(l, r)
		}
	case *negation:
		return not(g.node(n.x))
	case *relation:
		return g.relation(n)
	case *match:
		return g.match(n)
	}
	return g.primitive(n.(*primitive))
}

func (g *generator) match(m *match) *cond {
	switch m.id.kind {
	case idIPv4:
		return g.hostIPv4(m)
	case idIPv6:
		return g.hostIPv6(m)
	case idMAC:
		return g.hostMAC(m)
	case idDECnet:
		return g.hostDECnet(m)
	case idPorts:
		return g.ports(m)
	}
	return g.protocol(m)
}

func (g *generator) primitive(p *primitive) *cond {
	switch p.word {
	case "less":
		return not(above(g.length(), uint32(p.number)))
	case "greater":
		return atLeast(g.length(), uint32(p.number))
	case "broadcast", "multicast":
		return g.cast(p)
	case "vlan":
		return g.vlan(p)
	case "mpls":
		return g.mpls(p)
	case "pppoed":
		return g.etherType(etherPPPoED)
	case "pppoes":
		return g.pppoes(p)
	case "geneve", "vxlan":
		return g.overlay(p)
	case "llc":
		return g.llc(p)
	case "inbound", "outbound":
		return g.sentOrReceived(p)
	case "type", "subtype", "dir":
		return g.frameControl(p)
	}
	return g.named(p.pos, p.word)
}

// direct combines the tests of both ends of a packet by the direction.
func direct(d direction, src, dst *cond) *cond {
	switch d {
	case srcOnly:
		return src
	case dstOnly:
		return dst
	case srcAndDst:
		return and(src, dst)
	}
	return or(src, dst)
}

// sentOrReceived tests whether the capturing host sent or received the frame.
func (g *generator) sentOrReceived(p *primitive) *cond {
	var sent *cond
	switch {
	case g.link == packet.LinkLinuxSLL:
		sent = equal(g.shortAt(place{}, 0), packetOutgoing)
	case g.link == packet.LinkLinuxSLL2:
		sent = equal(g.byteAt(place{}, 10), packetOutgoing)
	case g.rareDirection() != nil:
		sent = g.rareDirection()
	case g.live:
		sent = equal(g.ancillary(ancillaryPktType), packetOutgoing)
	default:
		failLink(p.pos, g.link, "frames do not record whether they are %s", p.word)
	}
	if p.word == "inbound" {
		return not(sent)
	}
	return sent
}
