package categories

import (
	"encoding/binary"
	"net/netip"
	"slices"
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

// spanOwner returns whose the last span is that begins at or before an address. The first one begins at 0.
func spanOwner[T uint32 | uint64](starts []T, owners []ID, a T) ID {
	i, exact := slices.BinarySearch(starts, a)
	if !exact {
		i--
	}
	return owners[i]
}
