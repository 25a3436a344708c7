package yaml

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

const notClosed = "a quote is not closed on its line"

// single reads a text in single quotes.
func (p *parser) single() string {
	var text strings.Builder
	for p.at++; ; p.at++ {
		switch c := p.peek(); {
		case c == '\n' || p.at >= len(p.text):
			p.fail(notClosed)
		case c != '\'':
			text.WriteByte(c)
		case p.byteAt(p.at+1) != '\'':
			p.at++
			return text.String()
		default:
			p.at++
			text.WriteByte(c)
		}
	}
}

// double reads a text in double quotes.
func (p *parser) double() string {
	var text strings.Builder
	for p.at++; ; {
		switch c := p.peek(); {
		case c == '\n' || p.at >= len(p.text):
			p.fail(notClosed)
		case c == '"':
			p.at++
			return text.String()
		case c == '\\':
			p.escape(&text)
		default:
			p.at++
			text.WriteByte(c)
		}
	}
}

// escapes are the characters after a backslash and what they mean (YAML 1.2.2, section 5.7).
const (
	escapes = "0abt\tnvfre \"\\N_LP"
	escaped = "\x00\a\b\t\t\n\v\f\r\x1b \"\\\u0085\u00a0\u2028\u2029"
)

// escape reads what follows a backslash.
func (p *parser) escape(text *strings.Builder) {
	c := p.byteAt(p.at + 1)
	digits := strings.IndexByte("\x00\x00x\x00u\x00\x00\x00U", c)
	if c != 0 && digits > 0 {
		p.number(text, digits)
		return
	}
	i := strings.IndexByte(escapes, c)
	if c == 0 || i < 0 {
		p.fail("an unknown escape: want \\\\ for a backslash")
	}
	text.WriteRune([]rune(escaped)[i])
	p.at += 2
}

// number reads a character by its number of hexadecimal digits.
func (p *parser) number(text *strings.Builder, digits int) {
	begin := p.at + 2
	end := min(begin+digits, len(p.text))
	n, err := strconv.ParseUint(p.text[begin:end], 16, 32)
	if err != nil || end-begin < digits || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
		p.fail("an escape that is no character")
	}
	text.WriteRune(rune(n))
	p.at = end
}
