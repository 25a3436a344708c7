package json

// escaped escapes the text that starts at the given offset for a JSON string (RFC 8259, section 7). The text is
// already UTF-8 without control characters other than tab.
func (w *Writer) escaped(line []byte, at int) []byte {
	for i := at; i < len(line); i++ {
		if escape[line[i]] != 0 {
			w.text = append(w.text[:0], line[i:]...)
			return appendEscaped(line[:i], w.text)
		}
	}
	return line
}

// escape maps a byte that needs escaping to the character after the backslash.
var escape = [256]byte{'"': '"', '\\': '\\', '\t': 't'}

func appendEscaped(line, text []byte) []byte {
	for _, b := range text {
		if e := escape[b]; e != 0 {
			line = append(line, '\\', e)
		} else {
			line = append(line, b)
		}
	}
	return line
}
