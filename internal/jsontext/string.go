package jsontext

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// string reads a text, at whose first quote the reader is. Bytes and escapes that are no character become U+FFFD each.
func (r *Reader) string() (string, error) {
	r.at++
	begin := r.at
	for r.at < len(r.text) {
		switch c := r.text[r.at]; {
		case c == '"':
			r.at++
			return r.text[begin : r.at-1], nil
		case c == '\\' || c >= utf8.RuneSelf:
			return r.escaped([]byte(r.text[begin:r.at]))
		case c < ' ':
			return "", r.unexpected("in a text")
		}
		r.at++
	}
	return "", io.ErrUnexpectedEOF
}

// escaped reads the rest of a text, behind what was read of it, into a copy.
func (r *Reader) escaped(b []byte) (string, error) {
	for r.at < len(r.text) {
		switch c := r.text[r.at]; {
		case c == '"':
			r.at++
			return string(b), nil
		case c == '\\':
			char, err := r.escape()
			if err != nil {
				return "", err
			}
			b = utf8.AppendRune(b, char)
		case c < ' ':
			return "", r.unexpected("in a text")
		default:
			char, n := utf8.DecodeRuneInString(r.text[r.at:])
			b = utf8.AppendRune(b, char)
			r.at += n
		}
	}
	return "", io.ErrUnexpectedEOF
}

const (
	escapes  = `"\/bfnrt`
	escapees = "\"\\/\b\f\n\r\t"
)

// escape reads an escape, or the two of a character beyond the basic plane.
func (r *Reader) escape() (rune, error) {
	if len(r.text)-r.at < 2 {
		r.at = len(r.text)
		return 0, io.ErrUnexpectedEOF
	}
	r.at++
	c := r.text[r.at]
	if i := strings.IndexByte(escapes, c); i >= 0 {
		r.at++
		return rune(escapees[i]), nil
	}
	if c != 'u' {
		return 0, r.unexpected("in an escape")
	}
	r.at++
	first, err := unit(r.text[r.at:])
	if err != nil {
		return 0, err
	}
	r.at += 4
	if !utf16.IsSurrogate(first) {
		return first, nil
	}
	if rest, ok := strings.CutPrefix(r.text[r.at:], `\u`); ok {
		second, err := unit(rest)
		if char := utf16.DecodeRune(first, second); err == nil && char != utf8.RuneError {
			r.at += 6
			return char, nil
		}
	}
	return utf8.RuneError, nil
}

// unit reads four hexadecimal digits.
func unit(s string) (rune, error) {
	if len(s) < 4 {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := strconv.ParseUint(s[:4], 16, 16)
	if err != nil || s[0] == '+' {
		return 0, fmt.Errorf("invalid escape %q", `\u`+s[:4])
	}
	return rune(n), nil
}

// AppendString appends a text in quotes. Bytes that are not of UTF-8 become U+FFFD.
func AppendString(dst []byte, text string) []byte {
	dst = append(dst, '"')
	for _, char := range text {
		switch i := strings.IndexRune(escapees, char); {
		case i >= 0 && char != '/':
			dst = append(dst, '\\', escapes[i])
		case char < ' ':
			dst = append(dst, `\u00`...)
			dst = append(dst, "0123456789abcdef"[char>>4], "0123456789abcdef"[char&15])
		default:
			dst = utf8.AppendRune(dst, char)
		}
	}
	return append(dst, '"')
}
