package proxy

import (
	"bytes"
	"encoding/binary"
	"net/netip"
)

// SOCKS: versions 4, 4a and 5, the latter without authentication or with user name and password (RFC 1928, RFC 1929; SOCKS: A
// protocol for TCP proxy across firewalls, and SOCKS 4A).

// SOCKSPort is the port of SOCKS (IANA).
const SOCKSPort = 1080

// MaxText is the most bytes of a user name, a password or a host's name in SOCKS. Version 5 has no longer ones.
const MaxText = 255

// Command is what a client of SOCKS asks for.
type Command uint8

// The commands (RFC 1928, section 4). Version 4 has the first two.
const (
	Connect   Command = 1
	Bind      Command = 2
	Associate Command = 3 // UDP
)

// Method is a way to authenticate (RFC 1928, section 3).
type Method uint8

// The methods that this package reads on behind, and the answer that none is acceptable.
const (
	NoAuthentication Method = 0x00
	UserPassword     Method = 0x02
	NoneAcceptable   Method = 0xff
)

// assigned reports whether the method has a meaning (IANA, SOCKS Methods) or is a private one.
func (m Method) assigned() bool { return m <= 9 || 0x80 <= m && m < NoneAcceptable }

// Request is what a client asks of a SOCKS proxy.
type Request struct {
	Version uint8
	Command Command
	User    []byte     // version 4
	Addr    netip.Addr // the zero Addr: Name tells
	Name    []byte
	Port    uint16
}

// Parse reads a request of the version, 4 or 5, at the begin of b, and returns its length. The error is ErrMore or
// ErrMalformed.
func (r *Request) Parse(b []byte, version uint8) (n int, err error) {
	*r = Request{Version: version}
	if version == 4 {
		return r.parse4(b)
	}
	return r.parse5(b)
}

// parse4 reads VN, CD, DSTPORT, DSTIP, USERID, NULL, and in version 4a, where DSTIP is 0.0.0.x, the name and NULL.
func (r *Request) parse4(b []byte) (n int, err error) {
	const fixed = 8
	switch {
	case len(b) > 0 && b[0] != 4, len(b) > 1 && Command(b[1]) != Connect && Command(b[1]) != Bind:
		return 0, ErrMalformed
	case len(b) < fixed:
		return 0, ErrMore
	}
	r.Command, r.Port = Command(b[1]), binary.BigEndian.Uint16(b[2:])
	addr := [4]byte(b[4:])
	named := addr[0]|addr[1]|addr[2] == 0 && addr[3] != 0
	if r.Port == 0 || addr[0] == 0 && !named {
		return 0, ErrMalformed
	}
	var size int
	if r.User, size, err = untilNull(b[fixed:], ' '); err != nil {
		return 0, err
	}
	n = fixed + size
	if !named {
		r.Addr = netip.AddrFrom4(addr)
		return n, nil
	}
	r.Name, size, err = untilNull(b[n:], '!')
	if err == nil && len(r.Name) == 0 {
		err = ErrMalformed
	}
	return n + size, err
}

// untilNull reads a text of bytes from least on, and the NUL behind it.
func untilNull(b []byte, least byte) (text []byte, n int, err error) {
	end := bytes.IndexByte(b[:min(len(b), MaxText+1)], 0)
	if end < 0 {
		if len(b) > MaxText || !isText(b, least) {
			return nil, 0, ErrMalformed
		}
		return nil, 0, ErrMore
	}
	if !isText(b[:end], least) {
		return nil, 0, ErrMalformed
	}
	return b[:end], end + 1, nil
}

func isText(b []byte, least byte) bool {
	for _, c := range b {
		if c < least || c >= 0x7f {
			return false
		}
	}
	return true
}

// parse5 reads VER, CMD, RSV and the address (RFC 1928, section 4).
func (r *Request) parse5(b []byte) (n int, err error) {
	const fixed = 3
	switch {
	case len(b) > 0 && b[0] != 5, len(b) > 1 && (b[1] < byte(Connect) || b[1] > byte(Associate)), len(b) > 2 && b[2] != 0:
		return 0, ErrMalformed
	case len(b) <= fixed:
		return 0, ErrMore
	}
	r.Command = Command(b[1])
	n, err = r.address(b[fixed:])
	return fixed + n, err
}

// address reads ATYP, ADDR and PORT (RFC 1928, section 5).
func (r *Request) address(b []byte) (n int, err error) {
	const port = 2
	switch b[0] {
	case 1:
		n = 1 + 4
	case 4:
		n = 1 + 16
	case 3:
		if len(b) < 2 {
			return 0, ErrMore
		}
		n = 2 + int(b[1])
		if r.Name = b[2:min(n, len(b))]; b[1] == 0 || !isText(r.Name, '!') {
			return 0, ErrMalformed
		}
	default:
		return 0, ErrMalformed
	}
	if len(b) < n+port {
		return 0, ErrMore
	}
	if b[0] != 3 {
		r.Addr, _ = netip.AddrFromSlice(b[1:n])
	}
	r.Port = binary.BigEndian.Uint16(b[n:])
	return n + port, nil
}

// parseGreeting reads VER, NMETHODS and METHODS, which it returns (RFC 1928, section 3).
func parseGreeting(b []byte) (methods []byte, err error) {
	if len(b) < 2 {
		return nil, ErrMore
	}
	n := 2 + int(b[1])
	methods = b[2:min(n, len(b))]
	for _, m := range methods {
		if !Method(m).assigned() {
			return nil, ErrMalformed
		}
	}
	switch {
	case n == 2:
		return nil, ErrMalformed
	case len(b) < n:
		return nil, ErrMore
	}
	return methods, nil
}

// parsePassword returns the length of VER, ULEN, UNAME, PLEN and PASSWD (RFC 1929, section 2).
func parsePassword(b []byte) (n int, err error) {
	if len(b) > 0 && b[0] != 1 {
		return 0, ErrMalformed
	}
	if len(b) < 2 {
		return 0, ErrMore
	}
	user := 2 + int(b[1])
	if len(b) <= user {
		return 0, ErrMore
	}
	if n = user + 1 + int(b[user]); len(b) < n {
		return 0, ErrMore
	}
	return n, nil
}

// parseReply reads the proxy's answer of a version, 4 or 5, and returns its length and whether the request was granted.
func parseReply(b []byte, version uint8) (n int, granted bool, err error) {
	if version == 4 {
		return parseReply4(b)
	}
	const fixed, errors, own = 3, 8, 0xf0 // what the RFC has, and what Tor has for its services
	switch {
	case len(b) > 0 && b[0] != 5, len(b) > 1 && errors < b[1] && b[1] < own, len(b) > 2 && b[2] != 0:
		return 0, false, ErrMalformed
	case len(b) <= fixed:
		return 0, false, ErrMore
	}
	var r Request
	n, err = r.address(b[fixed:])
	return fixed + n, b[1] == 0, err
}

// parseReply4 reads VN, which is 0, CD, DSTPORT and DSTIP.
func parseReply4(b []byte) (n int, granted bool, err error) {
	const size, first, last = 8, 90, 93
	switch {
	case len(b) > 0 && b[0] != 0, len(b) > 1 && (b[1] < first || b[1] > last):
		return 0, false, ErrMalformed
	case len(b) < size:
		return 0, false, ErrMore
	}
	return size, b[1] == first, nil
}
