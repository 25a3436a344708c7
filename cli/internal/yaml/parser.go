package yaml

import (
	"strings"
	"unicode/utf8"
)

// maxDepth is the maximum depth of nested collections.
const maxDepth = 16

// parser reads a text from its start to its end. Its methods panic with an *Error.
type parser struct {
	text      string
	at        int
	line      int // of at
	lineStart int // offset of that line
	depth     int
	counted   int // offset up to which column has counted
	columns   int // characters from lineStart to there
}

func (p *parser) fail(reason string) {
	panic(&Error{p.line, p.column(), reason})
}

// column returns the column of the next character. It counts each character of a line once.
func (p *parser) column() int {
	if p.counted < p.lineStart || p.counted > p.at {
		p.counted, p.columns = p.lineStart, 0
	}
	p.columns += utf8.RuneCountInString(p.text[p.counted:p.at])
	p.counted = p.at
	return p.columns + 1
}

// check fails at the first character that YAML does not allow, and at line breaks of old YAML alone.
func (p *parser) check() {
	p.text = strings.TrimPrefix(p.text, "\ufeff")
	for i, r := range p.text {
		switch {
		case r == '\n':
			p.line, p.lineStart = p.line+1, i+1
		case r == '\r' && strings.HasPrefix(p.text[i:], "\r\n"), r == '\t':
		case r < ' ', r >= 0x7f && r < 0xa0, r == 0x2028, r == 0x2029, r == 0xfeff, r == 0xfffe, r == 0xffff:
			p.at = i
			p.fail("control characters are not allowed")
		case r == utf8.RuneError && !strings.HasPrefix(p.text[i:], "\ufffd"):
			p.at = i
			p.fail("want UTF-8")
		}
	}
	p.text = strings.ReplaceAll(p.text, "\r\n", "\n")
	p.at, p.line, p.lineStart, p.counted, p.columns = 0, 1, 0, 0, 0
}

// document reads the only document.
func (p *parser) document() *Node {
	p.skip()
	switch {
	case p.peek() == '%':
		p.fail("directives are not supported")
	case p.marker("..."):
		p.fail("want a document before its end")
	}
	n := &Node{Line: p.line, Column: p.column()}
	if p.marker("---") {
		p.at += len("---")
		n = p.next(-1, false)
	} else if !p.over() {
		n = p.block(p.indent())
	}
	p.skip()
	ended := false
	for ; p.marker("..."); p.skip() {
		ended = true
		p.at += len("...")
		p.endLine()
	}
	switch {
	case p.marker("---"), ended && p.at < len(p.text):
		p.fail("want one document only")
	case p.at < len(p.text):
		p.fail("want a line that is indented as those before")
	}
	return n
}

// marker reports whether a line starts with a marker of documents.
func (p *parser) marker(m string) bool {
	if p.at != p.lineStart || !strings.HasPrefix(p.text[p.at:], m) {
		return false
	}
	return p.blankAt(p.at + len(m))
}

// peek returns the next byte, 0 at the end.
func (p *parser) peek() byte { return p.byteAt(p.at) }

func (p *parser) byteAt(i int) byte {
	if i < len(p.text) {
		return p.text[i]
	}
	return 0
}

// blankAt reports whether a place is white space or the end.
func (p *parser) blankAt(i int) bool {
	switch p.byteAt(i) {
	case ' ', '\t', '\n', 0:
		return true
	}
	return false
}

// spaces skips spaces, tabs and a comment after them.
func (p *parser) spaces() {
	for p.peek() == ' ' || p.peek() == '\t' {
		p.at++
	}
	if p.peek() != '#' || p.at > p.lineStart && !p.blankAt(p.at-1) {
		return
	}
	for p.peek() != '\n' && p.at < len(p.text) {
		p.at++
	}
}

// skip skips white space, comments and empty lines, to a token that is not in a flow collection. It fails at tabs at the
// start of a line.
func (p *parser) skip() {
	for fresh := p.at == p.lineStart; ; fresh = true {
		for p.peek() == ' ' || !fresh && p.peek() == '\t' {
			p.at++
		}
		if p.peek() == '\t' {
			p.fail("want spaces, no tabs, at the start of a line")
		}
		if p.spaces(); p.peek() != '\n' {
			return
		}
		p.breakLine()
	}
}

// lines skips white space, comments and empty lines.
func (p *parser) lines() {
	for p.spaces(); p.peek() == '\n'; p.spaces() {
		p.breakLine()
	}
}

func (p *parser) breakLine() {
	p.at++
	p.line, p.lineStart = p.line+1, p.at
}

// endLine skips the rest of a line and fails if there is more than a comment.
func (p *parser) endLine() {
	p.spaces()
	if p.peek() != '\n' && p.at < len(p.text) {
		p.fail("want the end of the line after a value")
	}
}

// indent returns the number of spaces before the next token, which is the first of its line.
func (p *parser) indent() int { return p.at - p.lineStart }

// enter counts a collection that begins, and leave one that ends.
func (p *parser) enter() {
	if p.depth++; p.depth > maxDepth {
		p.fail("collections are nested too deeply")
	}
}

func (p *parser) leave() { p.depth-- }
