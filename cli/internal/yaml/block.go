package yaml

// next reads a value that may be on this line or on the next ones, which are indented by more than outer; a sequence may
// have just that indent in a mapping.
func (p *parser) next(outer int, inMapping bool) *Node {
	p.spaces()
	here := &Node{Line: p.line, Column: p.column()}
	tagged := p.properties()
	if p.peek() != '\n' && p.at < len(p.text) {
		return p.inline().after(here, tagged)
	}
	p.skip()
	if p.over() {
		return here.after(here, tagged)
	}
	indent := p.indent()
	if indent <= outer && (!inMapping || indent < outer || !p.dash()) {
		return here.after(here, tagged)
	}
	return p.block(indent).after(here, tagged)
}

// after gives a node the tag or anchor before it, which begins where start does.
func (n *Node) after(start *Node, tagged bool) *Node {
	if tagged {
		n.Tagged, n.Line, n.Column = true, start.Line, start.Column
	}
	return n
}

// over reports whether the document ends.
func (p *parser) over() bool { return p.at == len(p.text) || p.marker("---") || p.marker("...") }

// block reads the value at a token that may begin a block collection of an indent.
func (p *parser) block(indent int) *Node {
	if p.dash() {
		return p.sequence(indent)
	}
	n := p.key()
	if !p.colon() {
		p.endLine()
		return n
	}
	return p.mapping(indent, n)
}

// dash reports whether an entry of a sequence begins.
func (p *parser) dash() bool { return p.peek() == '-' && p.blankAt(p.at+1) }

// colon reports whether a colon follows that ends a key.
func (p *parser) colon() bool {
	for p.peek() == ' ' || p.peek() == '\t' {
		p.at++
	}
	return p.peek() == ':' && p.blankAt(p.at+1)
}

// sequence reads the entries of an indent.
func (p *parser) sequence(indent int) *Node {
	n := &Node{Kind: Sequence, Line: p.line, Column: p.column()}
	p.enter()
	for {
		p.at++ // the dash
		n.Content = append(n.Content, p.entry(indent))
		if !p.again(indent) || !p.dash() {
			p.leave()
			return n
		}
	}
}

// entry reads the value after a dash. Its collections may begin on its line.
func (p *parser) entry(indent int) *Node {
	before := p.at
	for p.peek() == ' ' {
		p.at++
	}
	inner := indent + p.at - before + 1
	switch p.peek() {
	case '\t':
		p.fail("want a space, no tab, after a dash")
	case '\n', 0, '#', '&', '!':
		p.at = before
		return p.next(indent, false)
	}
	return p.block(inner)
}

// mapping reads the pairs of an indent; the first key has been read.
func (p *parser) mapping(indent int, key *Node) *Node {
	n := &Node{Kind: Mapping, Line: key.Line, Column: key.Column}
	p.enter()
	for {
		if key.Kind == Sequence || key.Kind == Mapping || p.at-p.lineStart > maxKey+key.Column {
			panic(&Error{key.Line, key.Column, "want a name as key"})
		}
		p.at++ // the colon
		n.Content = append(n.Content, key, p.next(indent, true))
		if !p.again(indent) {
			p.leave()
			return n
		}
		if p.dash() {
			p.fail("want a key: an entry of a list stands where none begins")
		}
		if key = p.key(); !p.colon() {
			p.fail("want a colon and a space after a key")
		}
	}
}

// again moves to the next token and reports whether it belongs to a block collection of an indent.
func (p *parser) again(indent int) bool {
	p.skip()
	if p.over() {
		return false
	}
	switch got := p.indent(); {
	case got > indent:
		p.fail("want a line that is indented as those before")
	case got < indent:
		return false
	}
	return true
}

// inline reads a value that ends on its line, or a flow collection.
func (p *parser) inline() *Node {
	if p.dash() {
		p.fail("want a list on lines of its own, or in brackets")
	}
	n := p.key()
	if p.colon() {
		p.fail("want quotes around a value with a colon and a space")
	}
	p.endLine()
	return n
}

// maxKey is the maximum number of bytes of a key with its quotes. YAML allows 1,024 characters.
const maxKey = 512

// key reads a value that may be the key of a mapping.
func (p *parser) key() *Node {
	start := &Node{Line: p.line, Column: p.column()}
	tagged := p.properties()
	return p.value(false).after(start, tagged)
}

// properties skips tags and anchors, and reports whether there are some.
func (p *parser) properties() (some bool) {
	for p.peek() == '&' || p.peek() == '!' {
		some = true
		for !p.blankAt(p.at) {
			p.at++
		}
		p.spaces()
	}
	return some
}
