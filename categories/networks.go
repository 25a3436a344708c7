package categories

import (
	"encoding/binary"
	"net/netip"
)

// ByAddress returns the operator or service of an address, by the longest matching prefix in the catalogue, or
// Unknown. IPv4 addresses may be IPv4-mapped. It does not allocate.
func ByAddress(a netip.Addr) ID {
	switch {
	case a.Is4() || a.Is4In6():
		b := a.As4()
		n := binary.BigEndian.Uint32(b[:])
		page := n >> 24
		return spanOwner(ipv4Starts[:], ipv4Owners[:], n, ipv4Pages[page], ipv4Pages[page+1])
	case a.Is6():
		b := a.As16()
		n := binary.BigEndian.Uint64(b[:])
		if n>>60 != 2 {
			return Unknown // all IPv6 networks of the catalogue are in 2000::/4
		}
		page := n >> 48 & 0xfff
		return spanOwner(ipv6Starts[:], ipv6Owners[:], n, ipv6Pages[page], ipv6Pages[page+1])
	}
	return Unknown
}

// spanOwner returns the owner of the last span that begins at or before an address. It searches from the first to the
// last candidate.
func spanOwner[T uint32 | uint64](starts []T, owners []ID, a T, first, last uint16) ID {
	for first < last {
		middle := (first + last + 1) / 2
		if starts[middle] <= a {
			first = middle
		} else {
			last = middle - 1
		}
	}
	return owners[first]
}
