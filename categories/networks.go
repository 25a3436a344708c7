package categories

import (
	"encoding/binary"
	"net/netip"
)

// ByAddress returns the operator or service that an address belongs to, by the longest prefix of the catalogue that the
// address is in, and Unknown where there is none. IPv4 addresses may be mapped to IPv6. It does not allocate.
func ByAddress(a netip.Addr) ID {
	switch {
	case a.Is4() || a.Is4In6():
		b := a.As4()
		return spanOwner(ipv4Starts[:], ipv4Owners[:], binary.BigEndian.Uint32(b[:]))
	case a.Is6():
		b := a.As16()
		return spanOwner(ipv6Starts[:], ipv6Owners[:], binary.BigEndian.Uint64(b[:]))
	}
	return Unknown
}

// spanOwner returns whose the last span is that begins at or before an address. The first one begins at 0. Each round
// halves what is left by a conditional move: a search that branched would be guessed wrongly every other time.
func spanOwner[T uint32 | uint64](starts []T, owners []ID, a T) ID {
	first := 0
	for n := len(starts); n > 1; {
		half := n / 2
		after := first + half
		if starts[after] > a {
			after = first
		}
		first = after
		n -= half
	}
	return owners[first]
}
