// Package jsontext appends texts as JSON (RFC 8259) without allocating.
package jsontext

import (
	"strings"
	"unicode/utf8"
)

// Characters with a two-character escape, and its second character.
const (
	escapes  = `"\/bfnrt`
	escapees = "\"\\/\b\f\n\r\t"
)

// AppendString appends a quoted text. Invalid UTF-8 bytes become U+FFFD.
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
