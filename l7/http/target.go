package http

import "bytes"

// Authority returns whom the request is for, with userinfo and port as sent: of an absolute target (RFC 9112, section
// 3.2.2) or the target of CONNECT (section 3.2.3) what that says, otherwise the Host field. A target without a host
// counts for nothing, nor does one of CONNECT without a port where the Host field has one.
func (r *Request) Authority() []byte {
	a, ok := absolute(r.Target)
	if !ok && r.IsConnect() {
		a, ok = beforePath(r.Target), true
	}
	if !ok || !r.isAuthority(a) {
		return r.Host
	}
	return a
}

// isAuthority reports whether the authority that the target has is one.
func (r *Request) isAuthority(a []byte) bool {
	host, port := SplitAuthority(a)
	if len(host) == 0 || string(host) == "*" {
		return false
	}
	_, other := SplitAuthority(r.Host)
	return port != 0 || other == 0 || !r.IsConnect()
}

// IsAbsolute reports whether the target is an absolute URI, as requests to a proxy have it.
func (r *Request) IsAbsolute() bool {
	_, ok := absolute(r.Target)
	return ok
}

// IsConnect reports whether the request asks for a tunnel (RFC 9110, section 9.3.6).
func (r *Request) IsConnect() bool { return string(r.Method) == "CONNECT" }

// absolute returns the authority of an absolute URI (RFC 3986, section 3).
func absolute(target []byte) ([]byte, bool) {
	n := bytes.Index(target[:min(len(target), maxScheme)], []byte("://"))
	if n <= 0 {
		return nil, false
	}
	for i, c := range target[:n] {
		if !isSchemeByte(c, i) {
			return nil, false
		}
	}
	return beforePath(target[n+len("://"):]), true
}

// beforePath returns what b has before a path, query or fragment.
func beforePath(b []byte) []byte {
	if end := bytes.IndexAny(b, "/?#"); end >= 0 {
		return b[:end]
	}
	return b
}

const maxScheme = 32

// isSchemeByte is RFC 3986, section 3.1.
func isSchemeByte(c byte, at int) bool {
	letter := 'a' <= c|0x20 && c|0x20 <= 'z'
	return letter || at > 0 && (isDigit(c) || c == '+' || c == '-' || c == '.')
}

// Hostname returns the host of the Authority, borrowed and as sent: without userinfo and port, and an IPv6 address
// without its brackets.
func (r *Request) Hostname() []byte {
	host, _ := SplitAuthority(r.Authority())
	return host
}

// AppendURL appends the URL of the request. An absolute target or CONNECT's authority is appended unchanged. Otherwise
// the URL is the Host field and the target, which for CONNECT is appended only if it is a path.
func (r *Request) AppendURL(dst []byte) []byte {
	if r.IsAbsolute() || r.IsConnect() && r.isAuthority(beforePath(r.Target)) {
		return append(dst, r.Target...)
	}
	dst = append(dst, r.Host...)
	if r.IsConnect() && !bytes.HasPrefix(r.Target, []byte{'/'}) {
		return dst
	}
	return append(dst, r.Target...)
}

// SplitAuthority splits an authority (RFC 3986, section 3.2) in the host, without userinfo and without the brackets of
// an IPv6 address, and the port, which is 0 if it is missing or not a port number. The host is borrowed.
func SplitAuthority(authority []byte) (host []byte, port uint16) {
	host = authority[bytes.LastIndexByte(authority, '@')+1:]
	if len(host) > 0 && host[0] == '[' {
		if end := bytes.IndexByte(host, ']'); end >= 0 {
			return host[1:end], parsePort(bytes.TrimPrefix(host[end+1:], []byte{':'}))
		}
	}
	n := bytes.IndexByte(host, ':')
	if n < 0 || n != bytes.LastIndexByte(host, ':') {
		return host, 0
	}
	return host[:n], parsePort(host[n+1:])
}

func parsePort(b []byte) uint16 {
	n, ok := parseLength(b)
	if !ok || n > 1<<16-1 {
		return 0
	}
	return uint16(n)
}
