package packet

import "encoding/binary"

// exactIP reports whether b is an IP packet of exactly wire bytes; b holds the captured part. It validates tunnels
// that only a UDP port suggests.
func exactIP(b []byte, wire uint32) bool {
	if len(b) < ipv4MinLength {
		return false
	}
	switch b[0] >> 4 {
	case 4:
		return b[0]&ipv4LengthNibble >= ipv4MinLength/4 && uint32(binary.BigEndian.Uint16(b[2:])) == wire
	case 6:
		return uint32(binary.BigEndian.Uint16(b[4:]))+ipv6Length == wire
	}
	return false
}

// plausibleIP reports whether b looks like an IP packet of at most wire bytes; b holds the captured part.
func plausibleIP(b []byte, wire uint32) bool {
	if len(b) < ipv4MinLength {
		return false
	}
	switch b[0] >> 4 {
	case 4:
		total := uint32(binary.BigEndian.Uint16(b[2:]))
		return b[0]&ipv4LengthNibble >= ipv4MinLength/4 && total >= ipv4MinLength && total <= wire
	case 6:
		return uint32(binary.BigEndian.Uint16(b[4:]))+ipv6Length <= wire
	}
	return false
}

// exact reports whether the rest of the frame is an IP packet of exactly that length. In a first fragment it may be
// the start of a longer one.
func (f *frame) exact() bool {
	b, left := f.rest(), f.wire-uint32(f.off)
	return exactIP(b, left) || f.partial && len(b) >= ipv4MinLength && !plausibleIP(b, left) && plausibleIP(b, 1<<16)
}
