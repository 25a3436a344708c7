package rows

import (
	"encoding/binary"
	"slices"
	"unicode/utf8"
)

// Clean makes the text that begins at the given place of a line one that any reader takes: UTF-8 without control
// characters but tab. Each byte that is no UTF-8, and each other control character (C0 with NUL and the ends of lines,
// DEL, C1), becomes U+FFFD.
func Clean(line []byte, at int) []byte {
	i := at
	for ; i+8 <= len(line); i += 8 {
		if odd(binary.LittleEndian.Uint64(line[i:])) {
			return clean(line, i)
		}
	}
	if i > at { // the last eight bytes, some of them again
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

// IsClean reports whether Clean would leave the text as it is.
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

// odd reports whether one of eight bytes is none of printable ASCII. The high bits of bytes below ' ' and above '~' become
// set; if none does, no carry went from one byte to another.
func odd(w uint64) bool { return (w|(w-' '*ones)|(w+ones))&(0x80*ones) != 0 }

const ones = 0x0101010101010101 // times a byte: that byte eight times

// clean is Clean, without haste. U+FFFD takes more bytes than whatever it replaces, so that the text can be moved to where
// the end of the longer one will be, and be written anew from its begin.
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

// good reports whether a rune decoded from n bytes may stay.
func good(r rune, n int) bool {
	switch {
	case r == utf8.RuneError:
		return n > 1
	case r < ' ':
		return r == '\t'
	}
	return r < 0x7f || r > 0x9f
}
