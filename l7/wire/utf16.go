package wire

import (
	"unicode/utf16"
	"unicode/utf8"
)

// UTF16 returns a text in UTF-16 with the low byte first, up to the first zero, in UTF-8. Halves of a pair that stand alone
// are U+FFFD. A last odd byte is ignored.
func UTF16(b []byte) string {
	text := make([]byte, 0, len(b)/2)
	for ; len(b) >= 2; b = b[2:] {
		r := rune(b[0]) | rune(b[1])<<8
		if r == 0 {
			break
		}
		if utf16.IsSurrogate(r) {
			var low rune
			if len(b) >= 4 {
				low = rune(b[2]) | rune(b[3])<<8
			}
			if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
				b = b[2:]
			}
		}
		text = utf8.AppendRune(text, r)
	}
	return string(text)
}
