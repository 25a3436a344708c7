package top

import "unicode/utf8"

// sequences are what terminals send for keys that are no characters (ECMA-48, and xterm's control sequences).
var sequences = map[string]Key{
	"\x1b[A": KeyUp, "\x1bOA": KeyUp, "\x1b[B": KeyDown, "\x1bOB": KeyDown, "\x1b[5~": KeyPageUp, "\x1b[6~": KeyPageDown,
	"\x1b[H": KeyHome, "\x1bOH": KeyHome, "\x1b[1~": KeyHome,
}

// parseKeys appends the keys that a terminal has sent at once. A lone escape is the key of that name, other sequences
// that are not known are nothing.
func parseKeys(keys []Key, sent []byte) []Key {
	for len(sent) > 0 {
		k, n := parseKey(sent)
		if sent = sent[n:]; k != KeyNone {
			keys = append(keys, k)
		}
	}
	return keys
}

func parseKey(sent []byte) (k Key, n int) {
	switch sent[0] {
	case 0x1b:
		n = sequenceLength(sent)
		if n == 1 {
			return KeyEscape, 1
		}
		return sequences[string(sent[:n])], n
	case '\r', '\n':
		return KeyEnter, 1
	case 0x7f, '\b':
		return KeyBackspace, 1
	case 3:
		return KeyInterrupt, 1
	}
	r, n := utf8.DecodeRune(sent)
	if r < ' ' || r == utf8.RuneError {
		return KeyNone, n
	}
	return Key(r), n
}

// sequenceLength returns the length of a control sequence up to its final byte, 1 for an escape that begins none.
func sequenceLength(sent []byte) int {
	if len(sent) < 3 || sent[1] != '[' && sent[1] != 'O' {
		return 1
	}
	for i := 2; i < len(sent); i++ {
		if sent[i] >= 0x40 && sent[i] <= 0x7e {
			return i + 1
		}
	}
	return len(sent)
}
