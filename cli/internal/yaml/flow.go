package yaml

import "strings"

// value reads a text, an alias or a flow collection.
func (p *parser) value(inFlow bool) *Node {
	n := &Node{Kind: Scalar, Line: p.line, Column: p.column()}
	switch c := p.peek(); c {
	case '[':
		p.flow(n, Sequence, ']')
	case '{':
		p.flow(n, Mapping, '}')
	case '"':
		n.Value = p.double()
	case '\'':
		n.Value = p.single()
	case '*':
		p.at++
		n.Kind, n.Value = Alias, p.plain(inFlow)
	case '|', '>':
		p.fail("texts of several lines are not supported: want quotes and \\n")
	case '@', '`', '%', '&', '!', ',', ']', '}', '#':
		p.fail("want quotes around a value that starts with " + string(c))
	case '-', '?', ':':
		if p.endsPlain(p.at+1, inFlow) || inFlow && c != '-' {
			p.fail("want quotes around a value that starts with " + string(c))
		}
		fallthrough
	default:
		n.Value = p.plain(inFlow)
		if isNull(n.Value) {
			n.Kind = Null
		}
	}
	return n
}

func isNull(text string) bool {
	return text == "" || text == "~" || text == "null" || text == "Null" || text == "NULL"
}

// endsPlain reports whether a plain text ends before a place.
func (p *parser) endsPlain(i int, inFlow bool) bool {
	return p.blankAt(i) || inFlow && strings.IndexByte(",[]{}", p.text[i]) >= 0
}

// plain reads a text without quotes.
func (p *parser) plain(inFlow bool) string {
	begin, end := p.at, p.at
	for ; ; p.at++ {
		switch c := p.peek(); {
		case inFlow && c == ':' && !p.blankAt(p.at+1) && p.endsPlain(p.at+1, true):
			p.fail("want a space after a colon, or quotes")
		case c == '\n' || c == 0,
			inFlow && strings.IndexByte(",[]{}", c) >= 0,
			c == ':' && p.endsPlain(p.at+1, inFlow),
			c == '#' && p.at > begin && p.blankAt(p.at-1):
			p.at = end
			return p.text[begin:end]
		case c != ' ' && c != '\t':
			end = p.at + 1
		}
	}
}

// flow reads a collection in brackets or braces, which may be on several lines.
func (p *parser) flow(n *Node, kind Kind, closing byte) {
	n.Kind = kind
	p.enter()
	p.at++
	for p.inFlow(); p.peek() != closing; p.inFlow() {
		begin, line := p.at, p.line
		n.Content = append(n.Content, p.member(false))
		p.inFlow()
		if kind == Mapping {
			if p.at-begin > maxKey || p.line != line {
				p.fail("want a name as key")
			}
			if p.peek() != ':' || !p.endsPlain(p.at+1, true) {
				p.fail("want a colon and a space after a key")
			}
			p.at++
			p.inFlow()
			n.Content = append(n.Content, p.member(true))
			p.inFlow()
		}
		if p.peek() == ',' {
			p.at++
		} else if p.peek() != closing {
			p.fail("want a comma or " + string(closing))
		}
	}
	p.at++
	p.leave()
}

// member reads a key or a value in a flow collection, which may be empty or not.
func (p *parser) member(mayBeEmpty bool) *Node {
	start := &Node{Line: p.line, Column: p.column()}
	tagged := p.properties()
	if c := p.peek(); (tagged || mayBeEmpty) && strings.IndexByte(",]}", c) >= 0 {
		return start.after(start, tagged)
	}
	return p.value(true).after(start, tagged)
}

// inFlow skips white space and line breaks, and fails where the collection cannot go on.
func (p *parser) inFlow() {
	p.lines()
	if p.over() {
		p.fail("a bracket or a brace is not closed")
	}
}
