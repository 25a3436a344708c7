package json

import "unicode/utf8"

// escaped makes the text that begins at the given place fit to stand in a JSON string (RFC 8259, section 7). What is not
// UTF-8 becomes U+FFFD.
func (w *Writer) escaped(line []byte, at int) []byte {
	for i := at; i < len(line); i++ {
		if !plain[line[i]] {
			w.text = append(w.text[:0], line[i:]...)
			return appendEscaped(line[:i], w.text)
		}
	}
	return line
}

// plain are the bytes that stand for themselves.
var plain = func() (set [256]bool) {
	for b := ' '; b < utf8.RuneSelf; b++ {
		set[b] = b != '"' && b != '\\' && b != 0x7f
	}
	return set
}()

func appendEscaped(line, text []byte) []byte {
	for len(text) > 0 {
		if b := text[0]; plain[b] {
			line, text = append(line, b), text[1:]
			continue
		}
		r, n := utf8.DecodeRune(text)
		line, text = appendRune(line, r), text[n:]
	}
	return line
}

func appendRune(line []byte, r rune) []byte {
	switch {
	case r == '"' || r == '\\':
		return append(line, '\\', byte(r))
	case r < ' ' || r == 0x7f:
		const hex = "0123456789abcdef"
		return append(line, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
	}
	return utf8.AppendRune(line, r)
}
