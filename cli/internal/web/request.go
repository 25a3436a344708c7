package web

import (
	"bytes"
	"strings"
)

// request is the request of a client.
type request struct {
	method, path string
	host         string // without the port, empty without a Host field
}

// maxHead is the maximum number of bytes of a request up to the empty line.
const maxHead = 8 << 10

// The statuses of responses (RFC 9110, 15).
const (
	statusOK               = "200 OK"
	statusBadRequest       = "400 Bad Request"
	statusForbidden        = "403 Forbidden"
	statusNotFound         = "404 Not Found"
	statusMethodNotAllowed = "405 Method Not Allowed"
	statusTooLarge         = "431 Request Header Fields Too Large"
	statusUnavailable      = "503 Service Unavailable"
	statusVersion          = "505 HTTP Version Not Supported"
)

// headEnd returns the length of the head at the start of a text, including the empty line, 0 if it is incomplete.
func headEnd(text []byte) int {
	if i := bytes.Index(text, []byte("\r\n\r\n")); i >= 0 {
		return i + 4
	}
	return 0
}

// parse parses a head of HTTP/1.0 or 1.1 (RFC 9112). It returns an error status for a rejected request. Bodies are
// not read: no path takes one, and the connection ends after the response.
func parse(head []byte) (r request, refused string) {
	text := strings.TrimSuffix(string(head), "\r\n\r\n")
	line, fields, more := strings.Cut(text, "\r\n")
	method, rest, ok1 := strings.Cut(line, " ")
	target, version, ok2 := strings.Cut(rest, " ")
	if !ok1 || !ok2 || !isToken(method) || target == "" {
		return r, statusBadRequest
	}
	switch {
	case version != "HTTP/1.1" && version != "HTTP/1.0":
		if strings.HasPrefix(version, "HTTP/") {
			return r, statusVersion
		}
		return r, statusBadRequest
	case !r.aim(method, target):
		return r, statusBadRequest
	case more && !r.fields(fields), r.host == "" && version == "HTTP/1.1":
		return r, statusBadRequest
	}
	return r, ""
}

// aim parses the target, in origin form or in the absolute form for proxies (RFC 9112, 3.2).
func (r *request) aim(method, target string) bool {
	r.method = method
	if rest, ok := strings.CutPrefix(target, "http://"); ok {
		if i := strings.IndexByte(rest, '/'); i > 0 {
			target = rest[i:]
		}
	}
	for i := range len(target) {
		if target[i] <= ' ' || target[i] >= 0x7f {
			return false
		}
	}
	r.path, _, _ = strings.Cut(target, "?")
	return strings.HasPrefix(r.path, "/") && !strings.ContainsAny(r.path, "%#")
}

// fields parses the header fields. It rejects what the RFC requires to reject, and sets the host.
func (r *request) fields(text string) bool {
	hosts := 0
	for line := range strings.SplitSeq(text, "\r\n") {
		name, value, ok := strings.Cut(line, ":")
		value = strings.Trim(value, " \t")
		if !ok || !isToken(name) || !isFieldValue(value) {
			return false
		}
		if strings.EqualFold(name, "Host") {
			hosts++
			r.host = hostOf(value)
		}
	}
	return hosts <= 1
}

// hostOf returns a host without its port and without the brackets of an IPv6 address.
func hostOf(value string) string {
	if strings.HasPrefix(value, "[") {
		host, _, _ := strings.Cut(value[1:], "]")
		return host
	}
	host, _, _ := strings.Cut(value, ":")
	return host
}

// isToken reports whether a text is a token (RFC 9110, 5.6.2).
func isToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
		if !letter && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return s != ""
}

// isFieldValue reports whether a text has no control characters other than tabs (RFC 9110, 5.5).
func isFieldValue(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' && s[i] != '\t' || s[i] == 0x7f {
			return false
		}
	}
	return true
}
