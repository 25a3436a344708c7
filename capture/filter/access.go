package filter

// relation compares two values, if the headers that they are read from exist.
func (g *generator) relation(r *relation) *cond {
	needs := always
	a := g.term(r.l, &needs)
	b := g.term(r.r, &needs)
	op := r.op
	if a.isConst() && !b.isConst() {
		a, b = b, a
		op = mirrored[op]
	}
	if a.isConst() {
		return and(needs, truth(related(op, a.k, b.k)))
	}
	return and(needs, g.compare(op, a, b))
}

var mirrored = map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "==": "==", "!=": "!="}

func related(op string, a, b uint32) bool {
	switch op {
	case "=", "==":
		return a == b
	case "!=":
		return a != b
	case "<":
		return a < b
	case "<=":
		return a <= b
	case ">":
		return a > b
	}
	return a >= b
}

func (g *generator) compare(op string, a, b *value) *cond {
	switch op {
	case "=", "==":
		return compare(jumpEqual, a, b)
	case "!=":
		return not(compare(jumpEqual, a, b))
	case ">":
		return compare(jumpGreater, a, b)
	case "<=":
		return not(compare(jumpGreater, a, b))
	case ">=":
		return compare(jumpAtLeast, a, b)
	}
	return not(compare(jumpAtLeast, a, b))
}

var termOperations = map[string]uint16{
	"+": aluAdd, "-": aluSub, "*": aluMul, "/": aluDiv, "%": aluMod, "&": aluAnd, "|": aluOr, "^": aluXor,
	"<<": aluLsh, ">>": aluRsh,
}

// term returns the value of t, and adds the conditions that it requires to needs.
func (g *generator) term(t *term, needs **cond) *value {
	switch t.kind {
	case termNumber:
		return g.number(t.n)
	case termLength:
		return g.length()
	case termLoad:
		return g.access(t, needs)
	}
	a := g.term(t.a, needs)
	b := g.term(t.b, needs)
	switch {
	case (t.op == "/" || t.op == "%") && b.isConst() && b.k == 0:
		fail(t.pos, "division by zero")
	case (t.op == "<<" || t.op == ">>") && b.isConst() && b.k > 31:
		fail(t.pos, "shift by more than 31 bits")
	}
	return g.calc(termOperations[t.op], a, b)
}

// maxOffset is beyond every frame. Linux uses offsets from 2^31 for ancillary data.
const maxOffset = 1<<31 - 1

// access returns bytes of a header.
func (g *generator) access(t *term, needs **cond) *value {
	index := g.term(t.a, needs)
	c, at := g.headerOf(t)
	*needs = and(*needs, c)
	if !index.isConst() {
		base := index
		if at.base != nil {
			base = g.calc(aluAdd, at.base, index)
		}
		return g.load(place{base, at.off}, t.size)
	}
	if uint64(at.off)+uint64(index.k) > maxOffset {
		fail(t.a.pos, "byte offset %d is out of range", index.k)
	}
	return g.load(at.plus(index.k), t.size)
}

// headerOf returns the place of the header that an accessor names, and the condition that it exists.
func (g *generator) headerOf(t *term) (*cond, place) {
	switch t.proto {
	case "ether", "fddi", "tr", "wlan", "link", "ppp", "slip":
		if g.layer.kind == fieldOverlay {
			return equal(g.shortAt(g.layer.overlay, 2), etherBridged), g.layer.link
		}
		return always, g.layer.link
	case "radio":
		if !g.isWireless() || g.layer.link == (place{}) {
			failLink(t.pos, g.link, "there is no radio header")
		}
		return always, place{}
	case "icmp6":
		is := and(g.etherType(etherIPv6), equal(g.byteAt(g.layer.net, ipv6Next), protoICMP6))
		return is, g.layer.net.plus(ipv6Length)
	}
	if n, ok := etherTypes[t.proto]; ok {
		g.checkMPLS(t.pos, n, t.proto)
		return g.etherType(n), g.layer.net
	}
	n := overBoth[t.proto] | overIPv4[t.proto]
	return and(g.overIP(n), g.isFirst()), g.afterIPv4(g.layer.net)
}
