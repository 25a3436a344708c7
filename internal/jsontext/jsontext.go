// Package jsontext reads and writes the tokens of JSON (RFC 8259), and no Go values, which takes a tenth of the program
// that encoding/json takes.
package jsontext

import (
	"fmt"
	"io"
	"strings"
)

// Kind is what a token is: one of the bytes { } [ ] : for the key of a member, " for a text, 0 for a number, t for true,
// f for false and n for null.
type Kind byte

// Token is a piece of a JSON text.
type Token struct {
	Kind Kind
	Text string // of a key or a text, without escapes, or of a number as it is written; it may share the Reader's text
}

// Reader takes a text apart that has one value, or several with nothing but space between them. It takes memory by how
// deeply values are nested, which is for its user to bound.
type Reader struct {
	text  string
	at    int
	open  []byte // the { and [ that are not closed
	after after
}

// after is what was read last.
type after uint8

const (
	afterNothing after = iota // a value may come
	afterOpening
	afterKey
	afterComma
	afterValue
)

// NewReader returns a Reader of a text, which has to stay as it is.
func NewReader(text string) *Reader { return &Reader{text: text} }

// Offset returns how many bytes have been read.
func (r *Reader) Offset() int { return r.at }

// Next returns the next token, or io.EOF behind the last value, or io.ErrUnexpectedEOF within one, or what is wrong.
// Behind an error there is nothing to be read.
func (r *Reader) Next() (Token, error) {
	for {
		r.at += spaces(r.text[r.at:])
		if r.at == len(r.text) {
			return Token{}, r.end()
		}
		c := r.text[r.at]
		switch {
		case c == '}' || c == ']':
			return r.close(c)
		case c == ',' && r.after == afterValue && len(r.open) > 0:
			r.at++
			r.after = afterComma
			continue
		case r.after == afterValue && len(r.open) > 0:
			return Token{}, r.unexpected("behind a value")
		case r.inObject() && r.after != afterKey:
			return r.key(c)
		}
		return r.value(c)
	}
}

func (r *Reader) inObject() bool { return len(r.open) > 0 && r.open[len(r.open)-1] == '{' }

func (r *Reader) end() error {
	if len(r.open) > 0 {
		return io.ErrUnexpectedEOF
	}
	return io.EOF
}

func (r *Reader) close(c byte) (Token, error) {
	n := len(r.open)
	if n == 0 || r.open[n-1] != c-2 || r.after == afterKey || r.after == afterComma {
		return Token{}, r.unexpected("where nothing ends")
	}
	r.open, r.after = r.open[:n-1], afterValue
	r.at++
	return Token{Kind: Kind(c)}, nil
}

func (r *Reader) key(c byte) (Token, error) {
	if c != '"' {
		return Token{}, r.unexpected("in place of a key")
	}
	text, err := r.string()
	if err != nil {
		return Token{}, err
	}
	r.at += spaces(r.text[r.at:])
	switch {
	case r.at == len(r.text):
		return Token{}, io.ErrUnexpectedEOF
	case r.text[r.at] != ':':
		return Token{}, r.unexpected("behind a key")
	}
	r.at++
	r.after = afterKey
	return Token{':', text}, nil
}

func (r *Reader) value(c byte) (t Token, err error) {
	t.Kind, r.after = Kind(c), afterValue
	switch c {
	case '{', '[':
		r.open, r.after = append(r.open, c), afterOpening
		r.at++
	case '"':
		t.Text, err = r.string()
	case 't':
		err = r.word("true")
	case 'f':
		err = r.word("false")
	case 'n':
		err = r.word("null")
	default:
		n := number(r.text[r.at:])
		if n == 0 {
			return Token{}, r.unexpected("in place of a value")
		}
		t.Kind, t.Text = '0', r.text[r.at:r.at+n]
		r.at += n
	}
	return t, err
}

func (r *Reader) word(word string) error {
	rest := r.text[r.at:]
	if !strings.HasPrefix(rest, word) {
		if strings.HasPrefix(word, rest) {
			return io.ErrUnexpectedEOF
		}
		return r.unexpected("in place of a value")
	}
	r.at += len(word)
	return nil
}

func (r *Reader) unexpected(where string) error {
	return fmt.Errorf("invalid character %q %s", r.text[r.at], where)
}

func spaces(s string) int { return len(s) - len(strings.TrimLeft(s, " \t\r\n")) }

// number returns how long the number is that s begins with, 0 where it begins with none.
func number(s string) int {
	n := 0
	digits := func() bool {
		begin := n
		for n < len(s) && s[n]-'0' < 10 {
			n++
		}
		return n > begin
	}
	if strings.HasPrefix(s, "-") {
		n++
	}
	if strings.HasPrefix(s[n:], "0") {
		n++
	} else if !digits() {
		return 0
	}
	if n < len(s) && s[n] == '.' {
		if n++; !digits() {
			return 0
		}
	}
	if n < len(s) && s[n]|0x20 == 'e' {
		if n++; n < len(s) && (s[n] == '+' || s[n] == '-') {
			n++
		}
		if !digits() {
			return 0
		}
	}
	return n
}
