package filter

// operators are the arithmetic operators by precedence, as in C.
var operators = map[string]int{"|": 1, "^": 2, "&": 3, "<<": 4, ">>": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6}

var relations = map[string]bool{"=": true, "==": true, "!=": true, "<": true, "<=": true, ">": true, ">=": true}

// valueAhead reports whether the next token begins a value and not a primitive.
func (p *parser) valueAhead() bool {
	t := p.tok
	if t.is("-") {
		return true
	}
	if t.kind != tokenWord || t.escaped {
		return false
	}
	if _, ok := constants[t.text]; ok || t.text == "len" {
		return true
	}
	if accessWords[t.text] {
		p.advance()
		found := p.tok.is("[")
		p.back(t)
		return found
	}
	return isNumber(t.text) && (p.last == nil || p.operatorAhead())
}

// operatorAhead reports whether an arithmetic operator follows a number. Otherwise the number is an id, with an
// optional prefix length or end of a range.
func (p *parser) operatorAhead() bool {
	t := p.tok
	defer p.back(t)
	p.advance()
	if p.tok.is("/") || p.tok.is("-") {
		p.advance()
		if p.tok.is("(") {
			return true
		}
		word := p.tok
		p.advance()
		if !isNumber(word.text) || p.tok.is("[") {
			return true
		}
	}
	return p.tok.kind == tokenMark && (operators[p.tok.text] > 0 || relations[p.tok.text])
}

// relation reads a value and a comparison. The first part of the value may have been read. Without a comparison it
// returns the value, which must be followed by a parenthesis.
func (p *parser) relation(left *term) (node, *term) {
	pos := p.tok.pos
	left = p.binary(left, 1)
	if p.tok.kind != tokenMark || !relations[p.tok.text] {
		return nil, left
	}
	op := p.advance().text
	right := p.binary(nil, 1)
	p.last = nil
	return &relation{pos, op, left, right}, nil
}

// binary reads operators of a precedence of at least least, and their operands.
func (p *parser) binary(left *term, least int) *term {
	p.enter()
	if left == nil {
		left = p.value()
	}
	for p.tok.kind == tokenMark && operators[p.tok.text] >= least {
		op := p.advance()
		right := p.binary(nil, operators[op.text]+1)
		left = &term{kind: termBinary, pos: op.pos, op: op.text, a: left, b: right}
	}
	p.depth--
	return left
}

// value reads one operand.
func (p *parser) value() *term {
	t := p.tok
	switch {
	case t.is("("):
		p.enter()
		p.advance()
		v := p.binary(nil, 1)
		p.expect(")")
		p.depth--
		return v
	case t.is("-"):
		p.enter()
		p.advance()
		v := &term{kind: termBinary, pos: t.pos, op: "-", a: &term{pos: t.pos}, b: p.value()}
		p.depth--
		return v
	case t.kind != tokenWord || t.escaped:
	case t.text == "len":
		p.advance()
		return &term{kind: termLength, pos: t.pos}
	case accessWords[t.text]:
		p.advance()
		return p.access(t)
	case isNumber(t.text):
		p.advance()
		return &term{pos: t.pos, n: number(t.text, t.pos)}
	default:
		if n, ok := constants[t.text]; ok {
			p.advance()
			return &term{pos: t.pos, n: n}
		}
	}
	fail(t.pos, "expected a value, found %s", t)
	return nil
}

// access reads the brackets after the name of a protocol.
func (p *parser) access(proto token) *term {
	p.enter()
	p.expect("[")
	v := &term{kind: termLoad, pos: proto.pos, proto: proto.text, size: 1, a: p.binary(nil, 1)}
	if p.tok.is(":") {
		p.advance()
		size := numberUpTo(p.tok, 4, "1, 2 or 4 bytes")
		if size == 0 || size == 3 {
			fail(p.tok.pos, "expected a size of 1, 2 or 4, found %s", p.tok)
		}
		v.size = uint8(size)
		p.advance()
	}
	p.expect("]")
	p.depth--
	return v
}
