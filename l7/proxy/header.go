package proxy

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net/netip"
	"strconv"

	"github.com/nfstream/nfstream-go/l7/wire"
)

// The PROXY protocol: versions 1 and 2 (HAProxy, The PROXY protocol, Versions 1 & 2).

// Limits of a header.
const (
	MaxLine   = 107                // bytes of version 1 with its end (section 2.1)
	MaxHeader = fixed2 + 1<<16 - 1 // bytes of version 2
)

// What parsing may end with.
var (
	ErrMore      = errors.New("proxy: incomplete")
	ErrMalformed = errors.New("proxy: malformed")
)

// Header is what the proxy says.
type Header struct {
	Version uint8
	// Local says that the connection is the proxy's own, as a check of the server, or that its ends are not told: LOCAL
	// in version 2, UNKNOWN in version 1.
	Local bool
	// Src and Dst are the ends of the connection to the proxy; the zero AddrPort where they are not told.
	Src, Dst netip.AddrPort
	// Authority and ALPN are the server's name that the client asked for and the protocol that was agreed upon, nil where
	// they are not told (version 2, section 2.2).
	Authority, ALPN []byte
}

const (
	prefix    = "PROXY "
	signature = "\r\n\r\n\x00\r\nQUIT\n"
	fixed2    = len(signature) + 4
)

// MaybeHeader reports whether b, the first bytes of a connection, can begin a header.
func MaybeHeader(b []byte) bool {
	return string(b[:min(len(b), len(prefix))]) == prefix[:min(len(b), len(prefix))] ||
		string(b[:min(len(b), len(signature))]) == signature[:min(len(b), len(signature))]
}

// Parse reads the header at the begin of b and returns its length. The error is ErrMore or ErrMalformed.
func (h *Header) Parse(b []byte) (n int, err error) {
	*h = Header{}
	switch {
	case !MaybeHeader(b):
		return 0, ErrMalformed
	case len(b) > 0 && b[0] == prefix[0]:
		return h.parse1(b)
	}
	return h.parse2(b)
}

// parse1 reads a line of version 1: PROXY, the family, and two addresses and two ports in the forms that the section
// 2.1 gives, with a single blank between them.
func (h *Header) parse1(b []byte) (n int, err error) {
	end := bytes.Index(b[:min(len(b), MaxLine)], []byte("\r\n"))
	switch {
	case end < 0 && len(b) >= MaxLine, end < 0 && !isLine(b):
		return 0, ErrMalformed
	case end < 0:
		return 0, ErrMore
	case end < len(prefix) || !isLine(b[:end]):
		return 0, ErrMalformed
	}
	h.Version = 1
	family, ends, _ := bytes.Cut(b[len(prefix):end], []byte{' '})
	switch {
	case string(family) == "UNKNOWN":
		h.Local = true
	case string(family) != "TCP4" && string(family) != "TCP6" || !h.ends(ends, family[3] == '6'):
		*h = Header{}
		return 0, ErrMalformed
	}
	return end + len("\r\n"), nil
}

// isLine reports whether b may be a line of version 1 without its LF.
func isLine(b []byte) bool {
	for i, c := range b {
		if (c < ' ' || c > '~') && !(c == '\r' && i == len(b)-1) {
			return false
		}
	}
	return true
}

// ends reads the addresses and ports of version 1.
func (h *Header) ends(b []byte, is6 bool) bool {
	var words [4][]byte
	for i := range words {
		word, rest, more := bytes.Cut(b, []byte{' '})
		if more != (i < len(words)-1) {
			return false
		}
		words[i], b = word, rest
	}
	src, err := netip.ParseAddr(string(words[0]))
	dst, err2 := netip.ParseAddr(string(words[1]))
	srcPort, ok := port(words[2])
	dstPort, ok2 := port(words[3])
	if err != nil || err2 != nil || !ok || !ok2 || src.Is6() != is6 || dst.Is6() != is6 {
		return false
	}
	h.Src, h.Dst = netip.AddrPortFrom(src, srcPort), netip.AddrPortFrom(dst, dstPort)
	return true
}

// port reads a decimal number without leading zeroes.
func port(b []byte) (uint16, bool) {
	if len(b) == 0 || len(b) > 1 && b[0] == '0' || b[0] == '+' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b), 10, 16)
	return uint16(n), err == nil
}

// parse2 reads the signature, version and command, family and protocol, the length and what it is of (section 2.2).
func (h *Header) parse2(b []byte) (n int, err error) {
	const version2, local, proxied = 0x20, 0, 1
	if len(b) > len(signature) && b[len(signature)]&^1 != version2 ||
		len(b) > len(signature)+1 && !isFamily(b[len(signature)+1]) {
		return 0, ErrMalformed
	}
	if len(b) < fixed2 {
		return 0, ErrMore
	}
	if n = fixed2 + int(binary.BigEndian.Uint16(b[fixed2-2:])); len(b) < n {
		return 0, ErrMore
	}
	h.Version, h.Local = 2, b[len(signature)]&1 == local
	c := wire.NewCursor(b[fixed2:n])
	h.addresses(&c, b[len(signature)+1])
	if !c.OK() {
		*h = Header{}
		return 0, ErrMalformed
	}
	h.values(&c)
	return n, nil
}

// isFamily reports whether b is an address family and a transport.
func isFamily(b byte) bool { return b>>4 <= 3 && b&15 <= 2 }

// addresses reads those of a family. Ends that are no IP addresses are passed over, and so are those of a connection
// that is the proxy's own.
func (h *Header) addresses(c *wire.Cursor, family byte) {
	if h.Local {
		return
	}
	size := [...]int{0, 4, 16, 108}[family>>4]
	src, dst := c.Bytes(size), c.Bytes(size)
	if family>>4 == 0 || family>>4 == 3 {
		return
	}
	from, _ := netip.AddrFromSlice(src)
	to, _ := netip.AddrFromSlice(dst)
	h.Src, h.Dst = netip.AddrPortFrom(from, c.Uint16()), netip.AddrPortFrom(to, c.Uint16())
}

// values reads what follows the addresses: a type, a length and a value each. What does not parse is left out.
func (h *Header) values(c *wire.Cursor) {
	const alpn, authority = 1, 2
	for !h.Local && c.Len() > 0 {
		kind := c.Uint8()
		value := c.Bytes(int(c.Uint16()))
		switch {
		case !c.OK():
			return
		case kind == alpn && h.ALPN == nil:
			h.ALPN = value
		case kind == authority && h.Authority == nil:
			h.Authority = value
		}
	}
}
