package top

import "unicode/utf8"

// sequences are the control sequences of keys other than characters (ECMA-48, xterm).
var sequences = map[string]Key{
	"\x1b[A": KeyUp, "\x1bOA": KeyUp, "\x1b[B": KeyDown, "\x1bOB": KeyDown, "\x1b[5~": KeyPageUp, "\x1b[6~": KeyPageDown,
	"\x1b[H": KeyHome, "\x1bOH": KeyHome, "\x1b[1~": KeyHome,
}

// parseKeys appends the keys in the input of a terminal. A single escape is the Escape key. Unknown sequences are
// ignored.
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

// sequenceLength returns the length of a control sequence including its final byte, 1 for an escape without a
// sequence.
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
