package filter

import (
	"net/netip"
	"strings"
)

type tokenKind uint8

const (
	tokenEnd  tokenKind = iota
	tokenWord           // a keyword, name, number or address
	tokenMark           // an operator or a bracket
)

type token struct {
	kind    tokenKind
	text    string
	pos     int  // bytes from the start of the expression
	escaped bool // after a backslash: a name, not a keyword
}

//go:noinline
func (t *token) is(mark string) bool { return t.kind == tokenMark && t.text == mark }

//go:noinline
func (t *token) keyword(word string) bool { return t.kind == tokenWord && !t.escaped && t.text == word }

func (t token) String() string {
	if t.kind == tokenEnd {
		return "the end"
	}
	return `"` + t.text + `"`
}

// marks are the operators and brackets. Marks of two characters are first.
var marks = []string{
	"&&", "||", "==", "!=", "<=", ">=", "<<", ">>",
	"!", "=", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "(", ")", "[", "]", ":",
}

// lexer splits an expression into tokens, one at a time. A parser goes back by restoring pos.
type lexer struct {
	text string
	pos  int
}

func (l *lexer) next() token {
	for l.pos < len(l.text) && isSpace(l.text[l.pos]) {
		l.pos++
	}
	if l.pos == len(l.text) {
		return token{pos: l.pos}
	}
	start, escaped := l.pos, l.text[l.pos] == '\\'
	rest := l.text[start:]
	if escaped {
		rest = rest[1:]
	}
	if n := wordLength(rest); n > 0 {
		l.pos = start + n + len(l.text[start:]) - len(rest)
		return token{tokenWord, rest[:n], start, escaped}
	}
	if !escaped {
		for _, m := range marks {
			if strings.HasPrefix(rest, m) {
				l.pos += len(m)
				return token{tokenMark, m, start, false}
			}
		}
	}
	fail(start, "unexpected %q", firstRune(rest, escaped))
	return token{}
}

func firstRune(s string, escaped bool) string {
	if escaped {
		return `\`
	}
	for _, r := range s {
		return string(r)
	}
	return ""
}

// wordLength returns the length of the word at the start of s, or 0.
func wordLength(s string) int {
	if n := addressLength(s); n > 0 {
		return n
	}
	if !isAlnum(s, 0) {
		return 0
	}
	n := 1
	for n < len(s) && (isAlnum(s, n) || s[n] == '.' || s[n] == '-' || s[n] == '_') {
		n++
	}
	n = len(strings.TrimRight(s[:n], "-_"))
	if head, _, ok := strings.Cut(s[:n], "-"); ok && (head == "len" || isNumber(head)) {
		return len(head) // a subtraction, or a range
	}
	return n
}

// addressLength returns the length of a MAC or IPv6 address. Its colons and dashes are marks elsewhere.
func addressLength(s string) int {
	n := 0
	for n < len(s) && n < 64 && (isHex(s[n]) || s[n] == ':' || s[n] == '.' || s[n] == '-') {
		n++
	}
	if n < len(s) && isAlnum(s, n) || n > 48 {
		return 0
	}
	if _, ok := parseMAC(s[:n]); ok {
		return n
	}
	if a, err := netip.ParseAddr(s[:n]); err == nil && a.Is6() {
		return n
	}
	return 0
}

// parseMAC reads six groups of one or two hexadecimal digits, three of four, or one of twelve.
func parseMAC(s string) (mac uint64, ok bool) {
	groups := strings.FieldsFunc(s, func(r rune) bool { return r == ':' || r == '-' || r == '.' })
	least, most := 1, 2
	switch len(groups) {
	case 1:
		least, most = 12, 12
	case 3:
		least, most = 4, 4
	case 6:
	default:
		return 0, false
	}
	digits := 0
	for _, g := range groups {
		if len(g) < least || len(g) > most {
			return 0, false
		}
		digits += len(g)
		for i := range len(g) {
			if !isHex(g[i]) {
				return 0, false
			}
			mac = mac<<4 | uint64(hexValue(g[i]))
		}
		if len(g) == 1 {
			mac = mac>>4<<8 | mac&0xf
		}
	}
	return mac, digits+len(groups)-1 == len(s)
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isHex(c byte) bool { return c-'0' < 10 || c|0x20 >= 'a' && c|0x20 <= 'f' }

func hexValue(c byte) byte {
	if c-'0' < 10 {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

func isAlnum(s string, i int) bool {
	return i < len(s) && (s[i]-'0' < 10 || s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z')
}
