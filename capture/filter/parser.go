package filter

const (
	maxExpression = 64 << 10 // bytes
	maxNesting    = 200      // nested parentheses, brackets and negations
)

// parser is a recursive descent parser for the language of pcap-filter(7).
type parser struct {
	lexer
	tok   token
	depth int

	// last holds the qualifiers that an id without qualifiers inherits, or nil.
	last *qualifiers
}

// parse returns nil for an expression without a token.
func parse(expression string) (root node, err error) {
	defer caught(expression, &err)
	if len(expression) > maxExpression {
		fail(maxExpression, "an expression has at most %d bytes", maxExpression)
	}
	p := &parser{lexer: lexer{text: expression}}
	p.advance()
	if p.tok.kind == tokenEnd {
		return nil, nil
	}
	root = p.condition()
	if p.tok.kind != tokenEnd {
		fail(p.tok.pos, `expected "and", "or" or the end, found %s`, p.tok)
	}
	return root, nil
}

//go:noinline
func (p *parser) advance() token {
	t := p.tok
	p.tok = p.next()
	return t
}

// back returns to an earlier token.
func (p *parser) back(t token) {
	p.pos = t.pos
	p.tok = p.next()
}

//go:noinline
func (p *parser) expect(mark string) {
	if !p.tok.is(mark) {
		fail(p.tok.pos, "expected %q, found %s", mark, p.tok)
	}
	p.advance()
}

// enter enters a level of nesting. The caller leaves it by p.depth--.
//
//go:noinline
func (p *parser) enter() {
	if p.depth++; p.depth > maxNesting {
		fail(p.tok.pos, "more than %d levels of nesting", maxNesting)
	}
}

// condition reads an expression that must be a condition.
func (p *parser) condition() node {
	n, v := p.expression()
	if v != nil {
		p.wantRelation()
	}
	return n
}

func (p *parser) wantRelation() {
	fail(p.tok.pos, "a value needs a comparison, such as \"> 0\", before %s", p.tok)
}

// expression reads conditions joined by "and" and "or", or a value, which must be followed by a parenthesis.
func (p *parser) expression() (node, *term) {
	left, value := p.operand()
	if value != nil {
		return nil, value
	}
	for {
		or := p.tok.keyword("or") || p.tok.is("||")
		if !or && !p.tok.keyword("and") && !p.tok.is("&&") {
			return left, nil
		}
		p.advance()
		right, value := p.operand()
		if value != nil {
			p.wantRelation()
		}
		left = &junction{or, left, right}
	}
}

// operand reads a negation, a relation, a primitive or something in parentheses.
func (p *parser) operand() (node, *term) {
	if p.tok.keyword("not") || p.tok.is("!") {
		p.enter()
		p.advance()
		x, value := p.operand()
		if value != nil {
			p.wantRelation()
		}
		p.depth--
		return &negation{x}, nil
	}
	if p.tok.is("(") {
		n, value := p.group()
		if n != nil {
			return n, nil
		}
		return p.relation(value)
	}
	if p.valueAhead() {
		return p.relation(nil)
	}
	return p.primitive(), nil
}

// group reads an expression in parentheses. Later ids inherit qualifiers only if it contains nothing but ids without
// qualifiers.
func (p *parser) group() (node, *term) {
	p.enter()
	p.advance()
	outer := p.last
	n, value := p.expression()
	p.expect(")")
	p.depth--
	if p.last != outer {
		p.last = nil
	}
	return n, value
}

// primitive reads a condition other than a relation.
func (p *parser) primitive() node {
	t := p.tok
	if t.kind != tokenWord {
		fail(t.pos, "expected a condition, found %s", t)
	}
	if t.escaped || !p.isKeyword(t.text) {
		return p.inherited()
	}
	if protocolWords[t.text] || qualifierWords[t.text] {
		return p.qualified()
	}
	p.last = nil
	p.advance()
	return p.named(t)
}

func (p *parser) isKeyword(w string) bool {
	_, foreign := foreignWords[w]
	return protocolWords[w] || reservedWords[w] || foreign
}

// inherited reads an id that inherits the qualifiers of the previous one.
func (p *parser) inherited() node {
	if p.last == nil {
		fail(p.tok.pos, "%s needs a qualifier, such as host, net or port", p.tok)
	}
	q := *p.last
	q.pos = p.tok.pos
	return p.atom(&q)
}
