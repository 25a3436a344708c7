package http

import "bytes"

// lines reads the lines of a head. A line ends in CR LF or in LF alone (RFC 9112, section 2.2).
type lines struct {
	data []byte
	at   int
}

// next returns the next line without its end, and with ErrMore as much of it as there is.
func (l *lines) next() ([]byte, error) {
	rest := l.data[l.at:]
	window := rest[:min(len(rest), MaxLine, MaxHead-l.at)]
	n := bytes.IndexByte(window, '\n')
	switch {
	case n >= 0:
		l.at += n + 1
		return trimCR(rest[:n]), nil
	case len(window) == min(MaxLine, MaxHead-l.at):
		return nil, ErrTooLong
	}
	return rest, ErrMore
}

// field returns the next field. A value keeps its obsolete line folding unchanged (RFC 9112, section 5.2). A line
// without a name is a field without a name. ok is false after the empty line.
func (l *lines) field() (name, value []byte, ok bool, err error) {
	begin := l.at
	line, err := l.next()
	if err != nil || len(line) == 0 {
		return nil, nil, false, err
	}
	for l.folded() {
		if _, err = l.next(); err != nil {
			return nil, nil, false, err
		}
	}
	if l.at == len(l.data) {
		return nil, nil, false, ErrMore
	}
	name, value = splitField(l.data[begin:l.at])
	return name, value, true, nil
}

func (l *lines) folded() bool { return l.at < len(l.data) && isBlank(l.data[l.at]) }

func splitField(line []byte) (name, value []byte) {
	n := bytes.IndexByte(line, ':')
	if n < 0 {
		return nil, nil
	}
	return trimBlank(line[:n]), trimBlank(line[n+1:])
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func trimCR(b []byte) []byte {
	if n := len(b) - 1; n >= 0 && b[n] == '\r' {
		return b[:n]
	}
	return b
}

func trimBlank(b []byte) []byte {
	for len(b) > 0 && isSpace(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

func isSpace(c byte) bool { return isBlank(c) || c == '\r' || c == '\n' }

// skipEmpty skips the empty lines that may come before a start line (RFC 9112, section 2.2).
func skipEmpty(b []byte) []byte {
	for len(b) > 0 && (b[0] == '\r' || b[0] == '\n') {
		b = b[1:]
	}
	return b
}
