// Package http reads HTTP/1.0, HTTP/1.1 and clear-text HTTP/2 from the bytes of a connection as they are captured: each
// direction on its own, in order, split anywhere. It finds the heads of messages and what they say, and skips the
// bodies.
//
// HTTP/1 allocates only a buffer for a head that comes in parts. All results borrow from the input or from that buffer.
package http

import (
	"bytes"
	"errors"
)

// Limits on a message of HTTP/1. A longer one is ErrTooLong.
const (
	MaxMethod = 24      // bytes of a method
	MaxLine   = 1 << 14 // bytes of a line with its end: the start line, a field line
	MaxHead   = 1 << 16 // bytes of a head: the start line, the fields and the empty line
)

// What parsing may end with.
var (
	ErrMore      = errors.New("http: head incomplete")
	ErrMalformed = errors.New("http: not a head")
	ErrTooLong   = errors.New("http: head beyond its limits")
)

// Protocol is HTTP or a protocol with the same syntax (RFC 9112, section 2).
type Protocol uint8

// The protocols.
const (
	HTTP Protocol = iota + 1
	RTSP          // RFC 2326, RFC 7826
	SIP           // RFC 3261
	ICAP          // RFC 3507
)

var protocols = [...]string{HTTP: "HTTP", RTSP: "RTSP", SIP: "SIP", ICAP: "ICAP"}

// String returns the protocol's name.
func (p Protocol) String() string {
	if int(p) < len(protocols) {
		return protocols[p]
	}
	return ""
}

// Version is what a start line says that its sender speaks.
type Version struct {
	Protocol     Protocol
	Major, Minor uint8
}

// parseVersion reads text like HTTP/1.1 (RFC 9112, section 2.3), also in lower case, which is wrong but occurs.
func parseVersion(b []byte) (Version, bool) {
	n := len(b) - len("/1.1")
	if n < 0 || b[n] != '/' || b[n+2] != '.' || !isDigit(b[n+1]) || !isDigit(b[n+3]) {
		return Version{}, false
	}
	for p := HTTP; p <= ICAP; p++ {
		if bytes.EqualFold(b[:n], []byte(protocols[p])) {
			return Version{p, b[n+1] - '0', b[n+3] - '0'}, true
		}
	}
	return Version{}, false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
