package http

// Preface is what a client that speaks HTTP/2 begins with (RFC 9113, section 3.4).
const Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

// MaybeHTTP2 reports whether b, the first bytes of a direction, can be those of a client that speaks HTTP/2 in clear
// text.
func MaybeHTTP2(b []byte) bool {
	n := min(len(b), len(Preface))
	return string(b[:n]) == Preface[:n]
}

// isPreface reports whether this is how a parser of HTTP/1 reads the preface.
func (r *Request) isPreface() bool {
	return string(r.Method) == "PRI" && r.Version == Version{HTTP, 2, 0}
}

// MaybeHTTP2Server reports whether b, the first bytes of a direction, can be those of a server that speaks HTTP/2 in
// clear text: a SETTINGS frame of plausible length that is not an acknowledgement (RFC 9113, sections 3.4 and 6.5).
func MaybeHTTP2Server(b []byte) bool {
	const most = 32
	pattern := [...]byte{0: 0, 1: 0, 3: frameSettings, 4: 0, 5: 0, 6: 0, 7: 0, 8: 0}
	for i, c := range b[:min(len(b), len(pattern))] {
		if i == 2 {
			if c%settingLength != 0 || c > most*settingLength {
				return false
			}
		} else if c != pattern[i] {
			return false
		}
	}
	return true
}
