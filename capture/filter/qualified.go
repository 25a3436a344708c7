package filter

// qualifierWords are the first words of primitives without a protocol.
var qualifierWords = words("src dst host net port portrange proto protochain gateway broadcast multicast " +
	"ra ta addr1 addr2 addr3 addr4")

var wirelessDirections = map[string]direction{
	"ra": receiver, "ta": transmitter, "addr1": address1, "addr2": address2, "addr3": address3, "addr4": address4,
}

// qualified reads a primitive that begins with a qualifier.
func (p *parser) qualified() node {
	first := p.tok
	q := qualifiers{pos: first.pos}
	if protocolWords[first.text] {
		q.proto = p.advance().text
	}
	switch {
	case p.tok.keyword("broadcast") || p.tok.keyword("multicast"):
		p.last = nil
		return &primitive{pos: q.pos, word: p.advance().text, proto: q.proto, number: -1}
	case p.tok.keyword("gateway"):
		fail(p.tok.pos, "gateway needs a host name, and names are not resolved: "+
			`use "ether host MAC and not host ADDRESS"`)
	case p.tok.keyword("proto") || p.tok.keyword("protochain"):
		q.kind = p.advance().text
		return p.ids(&q)
	}
	directed := p.direction(&q)
	switch {
	case p.tok.keyword("host") || p.tok.keyword("net") || p.tok.keyword("port") || p.tok.keyword("portrange"):
		q.kind = p.advance().text
	case directed:
		q.kind = "host"
	default:
		p.last = nil
		return p.bare(first)
	}
	return p.ids(&q)
}

// bare returns the primitive of a protocol name.
func (p *parser) bare(t token) node {
	switch t.text {
	case "ether", "fddi", "tr", "wlan", "link", "ppp", "slip", "radio":
		fail(p.tok.pos, "%s is incomplete before %s", t, p.tok)
	}
	return &primitive{pos: t.pos, word: t.text, number: -1}
}

// direction reads src, dst, both of them joined, or an address of IEEE 802.11.
func (p *parser) direction(q *qualifiers) bool {
	if p.tok.kind != tokenWord || p.tok.escaped {
		return false
	}
	if d, ok := wirelessDirections[p.tok.text]; ok {
		q.direction = d
		p.advance()
		return true
	}
	first := p.tok.text
	if first != "src" && first != "dst" {
		return false
	}
	p.advance()
	q.direction = map[string]direction{"src": srcOnly, "dst": dstOnly}[first]
	join := p.tok
	or := join.keyword("or") || join.is("||")
	if !or && !join.keyword("and") && !join.is("&&") {
		return true
	}
	p.advance()
	other := map[string]string{"src": "dst", "dst": "src"}[first]
	if !p.tok.keyword(other) {
		fail(p.tok.pos, "expected %q, found %s", other, p.tok)
	}
	p.advance()
	if q.direction = srcAndDst; or {
		q.direction = srcOrDst
	}
	return true
}

// ids reads the ids of qualifiers: one, or several in parentheses.
func (p *parser) ids(q *qualifiers) node {
	p.last = q
	if p.tok.keyword("not") || p.tok.is("!") {
		p.enter()
		p.advance()
		n := &negation{p.ids(q)}
		p.depth--
		return n
	}
	if !p.tok.is("(") {
		own := *q
		return p.atom(&own)
	}
	p.enter()
	p.advance()
	left := p.ids(q)
	for !p.tok.is(")") {
		or := p.tok.keyword("or") || p.tok.is("||")
		if !or && !p.tok.keyword("and") && !p.tok.is("&&") {
			fail(p.tok.pos, `expected "and", "or" or ")", found %s`, p.tok)
		}
		p.advance()
		left = &junction{or, left, p.ids(q)}
	}
	p.advance()
	p.depth--
	return left
}
