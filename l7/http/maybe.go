package http

import "bytes"

// MaybeRequest reports whether b, the first bytes of a direction, can begin a request. It checks the method only. It is
// true for all input that Request.Parse accepts, or would accept with more bytes appended.
func MaybeRequest(b []byte) bool {
	b = skipEmpty(b)
	if len(b) > 0 && (b[0] < 'A' || 'Z' < b[0]) {
		return false
	}
	for i, c := range b {
		if c == ' ' {
			return i >= minMethod && (i+1 == len(b) || b[i+1] >= ' ')
		}
		if i == MaxMethod || !isMethodByte(c) {
			return false
		}
	}
	return true
}

// MaybeResponse reports whether b can begin a response, like MaybeRequest.
func MaybeResponse(b []byte) bool {
	b = skipEmpty(b)
	for p := HTTP; p <= ICAP; p++ {
		name := protocols[p]
		n := min(len(name), len(b))
		if bytes.EqualFold(b[:n], []byte(name[:n])) {
			return n == len(b) || b[n] == '/'
		}
	}
	return false
}

const minMethod = 3

// isMethodByte is narrower than a token (RFC 9110, section 5.6.2): methods in use are capitals, some with a digit,
// hyphen or underscore.
func isMethodByte(c byte) bool {
	return 'A' <= c && c <= 'Z' || c == '-' || c == '_' || isDigit(c)
}
