package tls

import (
	"unicode"
	"unicode/utf8"
)

// labelRoom is how much text of a hello is put together without allocating.
const labelRoom = 1024

func (h *ClientHello) appendALPN(b []byte) []byte {
	begin := len(b)
	for name := range h.ALPN.All() {
		if len(b) > begin {
			b = append(b, ',')
		}
		b = appendText(b, name, false)
	}
	return b
}

// appendText appends text as printable returns it, with ASCII in lower case if asked for.
func appendText(b, text []byte, lower bool) []byte {
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		switch {
		case unicode.IsControl(r):
		case lower && 'A' <= r && r <= 'Z':
			b = append(b, byte(r)|0x20)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}
