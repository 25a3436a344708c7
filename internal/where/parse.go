package where

import (
	"strconv"
	"strings"
)

// token is a word, a text in quotes, an operator or a parenthesis.
type token struct {
	at     int
	text   string
	quoted bool
	end    bool // there is nothing more
}

// is reports whether a token is one of some words, in any case.
func (t token) is(words ...string) bool {
	for _, w := range words {
		if !t.quoted && !t.end && strings.EqualFold(t.text, w) {
			return true
		}
	}
	return false
}

func (t token) String() string {
	if t.end {
		return "the end"
	}
	return strconv.Quote(t.text)
}

// parser reads an expression by recursive descent.
type parser struct {
	text   string
	next   token
	at     int // behind next
	nested int
	expr   *Expr
}

// Parse reads an expression. The error is an *Error.
func Parse(text string) (*Expr, error) {
	if len(text) > maxText {
		return nil, &Error{maxText, "the expression is longer than 65536 bytes"}
	}
	p := &parser{text: text, expr: &Expr{}}
	err := p.advance()
	if err == nil {
		p.expr.root, err = p.either()
	}
	if err == nil && !p.next.end {
		err = p.wanted("and, or, or the end")
	}
	if err != nil {
		return nil, err
	}
	return p.expr, nil
}

func (p *parser) wanted(what string) error {
	return &Error{p.next.at, "want " + what + ", not " + p.next.String()}
}

const (
	blanks = " \t\r\n"
	ends   = blanks + "(),=<>!&|'\"" // of a word
)

// advance reads the next token.
func (p *parser) advance() error {
	rest := strings.TrimLeft(p.text[p.at:], blanks)
	at := len(p.text) - len(rest)
	p.next, p.at = token{at: at, end: rest == ""}, at
	switch {
	case rest == "":
		return nil
	case rest[0] == '\'' || rest[0] == '"':
		return p.quoted(rest)
	}
	n := strings.IndexAny(rest, ends)
	switch {
	case n < 0:
		n = len(rest)
	case n == 0:
		n = 1
		for _, two := range []string{"==", "!=", "<=", ">=", "&&", "||"} {
			if strings.HasPrefix(rest, two) {
				n = 2
			}
		}
	}
	p.next.text, p.at = rest[:n], at+n
	return nil
}

func (p *parser) quoted(rest string) error {
	var b strings.Builder
	for i := 1; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == rest[0]:
			p.next.text, p.next.quoted, p.at = b.String(), true, p.at+i+1
			return nil
		case c == '\\' && i+1 < len(rest):
			i++
			b.WriteByte(rest[i])
		default:
			b.WriteByte(c)
		}
	}
	return &Error{p.next.at, "the quotes are not closed"}
}

// either reads what or joins.
func (p *parser) either() (node, error) {
	var nodes any
	for {
		n, err := p.both()
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
		if !p.next.is("or", "||") {
			return joined(nodes, len(nodes), nodes[0]), nil
		}
		if err = p.advance(); err != nil {
			return nil, err
		}
	}
}

// both reads what and joins.
func (p *parser) both() (node, error) {
	var nodes all
	for {
		n, err := p.single()
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
		if !p.next.is("and", "&&") {
			return joined(nodes, len(nodes), nodes[0]), nil
		}
		if err = p.advance(); err != nil {
			return nil, err
		}
	}
}

func joined(many node, n int, first node) node {
	if n == 1 {
		return first
	}
	return many
}

// single reads a comparison, one that is denied, or an expression in parentheses.
func (p *parser) single() (n node, err error) {
	denied, open := p.next.is("not", "!"), p.next.is("(")
	if !denied && !open {
		return p.comparison()
	}
	if p.nested++; p.nested > maxNested {
		return nil, &Error{p.next.at, "more than 64 parentheses and nots around each other"}
	}
	if err = p.advance(); err != nil {
		return nil, err
	}
	if denied {
		n, err = p.single()
		n = not{n}
	} else if n, err = p.either(); err == nil {
		err = p.take(")")
	}
	p.nested--
	return n, err
}

// take passes over a token.
func (p *parser) take(text string) error {
	if !p.next.is(text) {
		return p.wanted(text)
	}
	return p.advance()
}

func (p *parser) comparison() (node, error) {
	if !p.isWord() || p.next.quoted {
		return nil, p.wanted("a column")
	}
	c := &comparison{at: p.next.at, name: p.next.text, op: isSet}
	p.expr.comparisons = append(p.expr.comparisons, c)
	if err := p.advance(); err != nil {
		return nil, err
	}
	denied := p.next.is("not")
	if denied {
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	op, ok := operators[strings.ToLower(p.next.text)]
	switch {
	case ok && !p.next.quoted && !p.next.end && (!denied || op == in || op == contains):
		c.op = op
	case denied:
		return nil, p.wanted("in or contains")
	case p.next.end || p.next.is(")", "and", "or", "&&", "||"):
		return c, nil
	default:
		return nil, p.wanted("an operator: =, !=, <, <=, >, >=, contains or in")
	}
	if err := p.values(c); err != nil || !denied {
		return c, err
	}
	return not{c}, nil
}

// isWord reports whether the next token may be a column or a value.
func (p *parser) isWord() bool {
	return !p.next.end && (p.next.quoted || !strings.ContainsAny(p.next.text, ends))
}

// values reads what stands behind an operator.
func (p *parser) values(c *comparison) error {
	if err := p.advance(); err != nil {
		return err
	}
	if c.op != in {
		return p.value(c)
	}
	if err := p.take("("); err != nil {
		return err
	}
	for {
		if err := p.value(c); err != nil {
			return err
		}
		if !p.next.is(",") {
			return p.take(")")
		}
		if err := p.advance(); err != nil {
			return err
		}
	}
}

func (p *parser) value(c *comparison) error {
	if !p.isWord() {
		return p.wanted("a value")
	}
	c.values = append(c.values, value{at: p.next.at, text: []byte(p.next.text)})
	return p.advance()
}
