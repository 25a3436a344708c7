package files

import (
	"bytes"
	"net/netip"
	"strconv"
	"time"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/lines"
)

// dataLifetime is how long a data connection may take to open.
const dataLifetime = 5 * time.Minute

// expectData expects the data connection that a line announces: PORT and the reply 227 (RFC 959, sections 4.1.2 and 4.2), EPRT and
// the reply 229 (RFC 2428, sections 2 and 3). The sender's own address counts too, as addresses may be translated on the way.
func expectData(c *l7.Ctx, line []byte) {
	end, ok := dataEnd(line)
	if !ok || end.Port() == 0 {
		return
	}
	own, _ := c.Addresses()
	for _, addr := range [...]netip.Addr{own.Unmap(), end.Addr().Unmap()} {
		if addr.IsValid() {
			c.Expect(l7.Expectation{Addr: addr, Port: end.Port(), On: l7.TCP, Lifetime: dataLifetime,
				Classification: l7.Classification{Protocol: categories.FTPData}})
		}
	}
}

// dataEnd returns the end that a line announces. Its address may be missing.
func dataEnd(line []byte) (netip.AddrPort, bool) {
	if text, ok := lines.Argument(line, "PORT"); ok {
		return sixNumbers(text)
	}
	if text, ok := lines.Argument(line, "EPRT"); ok {
		return extended(text)
	}
	code, v := lines.Reply(line)
	if v != l7.Match || code != 227 && code != 229 {
		return netip.AddrPort{}, false
	}
	text := line[4:]
	if i := bytes.IndexByte(text, '('); i >= 0 {
		text = text[i+1:]
	}
	if code == 229 {
		return extended(text)
	}
	for len(text) > 0 && (text[0] < '0' || text[0] > '9') {
		text = text[1:]
	}
	return sixNumbers(text)
}

// sixNumbers reads four bytes of an address and two of a port, in decimal.
func sixNumbers(text []byte) (netip.AddrPort, bool) {
	var n [6]byte
	for i := range n {
		digits := 0
		for digits < len(text) && digits < 3 && text[digits] >= '0' && text[digits] <= '9' {
			digits++
		}
		x, err := strconv.ParseUint(string(text[:digits]), 10, 8)
		if err != nil || i < 5 && (len(text) == digits || text[digits] != ',') {
			return netip.AddrPort{}, false
		}
		n[i], text = byte(x), text[min(digits+1, len(text)):]
	}
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte(n[:4])), uint16(n[4])<<8|uint16(n[5])), true
}

// extended parses a family, an address and a port between delimiters. A reply contains only the port.
func extended(text []byte) (netip.AddrPort, bool) {
	if len(text) == 0 {
		return netip.AddrPort{}, false
	}
	parts := bytes.SplitN(text, text[:1], 5)
	if len(parts) < 5 {
		return netip.AddrPort{}, false
	}
	port, err := strconv.ParseUint(string(parts[3]), 10, 16)
	addr, _ := netip.ParseAddr(string(parts[2]))
	return netip.AddrPortFrom(addr, uint16(port)), err == nil
}
