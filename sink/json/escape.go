package json

// escaped makes the text that begins at the given place fit to stand in a JSON string (RFC 8259, section 7). It is UTF-8
// without control characters but tab already.
func (w *Writer) escaped(line []byte, at int) []byte {
	for i := at; i < len(line); i++ {
		if escape[line[i]] != 0 {
			w.text = append(w.text[:0], line[i:]...)
			return appendEscaped(line[:i], w.text)
		}
	}
	return line
}

// escape has, of the bytes that need one, what stands behind the backslash.
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
