package rows

import (
	"encoding/binary"
	"slices"
	"unicode/utf8"
)

// Clean converts the text that starts at the given offset of a line to UTF-8 without control characters other than
// tab. Each invalid UTF-8 byte and each other control character (C0 with NUL and line ends, DEL, C1) becomes U+FFFD.
func Clean(line []byte, at int) []byte {
	i := at
	for ; i+8 <= len(line); i += 8 {
		if odd(binary.LittleEndian.Uint64(line[i:])) {
			return clean(line, i)
		}
	}
	if i > at { // the last eight bytes; some are checked twice
		if odd(binary.LittleEndian.Uint64(line[len(line)-8:])) {
			return clean(line, i)
		}
		return line
	}
	for ; i < len(line); i++ {
		if b := line[i]; b < ' ' || b > '~' {
			return clean(line, i)
		}
	}
	return line
}

// IsClean reports whether Clean would not change the text.
func IsClean(text string) bool {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !good(r, n) {
			return false
		}
		i += n
	}
	return true
}

// odd reports whether one of eight bytes is not printable ASCII. It sets the high bits of bytes below ' ' and above
// '~'. If none is set, no carry crossed a byte.
func odd(w uint64) bool { return (w|(w-' '*ones)|(w+ones))&(0x80*ones) != 0 }

const ones = 0x0101010101010101 // times a byte: that byte eight times

// clean is the slow path of Clean. U+FFFD has more bytes than the character that it replaces, so the text is moved to
// the end of the longer result and rewritten from the start.
func clean(line []byte, at int) []byte {
	more := 0
	for i := at; i < len(line); {
		r, n := utf8.DecodeRune(line[i:])
		if i += n; !good(r, n) {
			more += utf8.RuneLen(utf8.RuneError) - n
		}
	}
	if more == 0 {
		return line
	}
	end := len(line)
	line = slices.Grow(line, more)[:end+more]
	copy(line[at+more:], line[at:end])
	for from := at + more; from < len(line); {
		r, n := utf8.DecodeRune(line[from:])
		if from += n; !good(r, n) {
			r = utf8.RuneError
		}
		at += utf8.EncodeRune(line[at:], r)
	}
	return line
}

// good reports whether a rune decoded from n bytes is kept.
func good(r rune, n int) bool {
	switch {
	case r == utf8.RuneError:
		return n > 1
	case r < ' ':
		return r == '\t'
	}
	return r < 0x7f || r > 0x9f
}
