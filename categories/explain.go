package categories

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go/categories/internal/stanza"
)

// AddressRule returns the longest prefix that contains the address and has one result of ByAddress.
func AddressRule(a netip.Addr) (netip.Prefix, bool) {
	a = a.Unmap()
	if ByAddress(a) == Unknown {
		return netip.Prefix{}, false
	}
	if a.Is4() {
		b := a.As4()
		bits := spanBits(ipv4Starts[:], binary.BigEndian.Uint32(b[:]), 32)
		return netip.PrefixFrom(a, bits).Masked(), true
	}
	b := a.As16()
	bits := spanBits(ipv6Starts[:], binary.BigEndian.Uint64(b[:]), 64)
	return netip.PrefixFrom(a.WithZone(""), bits).Masked(), true
}

// spanBits returns the length of the longest prefix around an address that lies within the address's span. width is
// the number of bits of the address.
func spanBits[T uint32 | uint64](starts []T, a T, width int) int {
	i, exact := slices.BinarySearch(starts, a)
	if !exact {
		i--
	}
	for bits := range width {
		rest := ^T(0) >> bits
		first, last := a&^rest, a|rest
		if starts[i] <= first && (i+1 == len(starts) || last < starts[i+1]) {
			return bits
		}
	}
	return width
}

// Size is the size of an application in the catalogue.
type Size struct{ Hosts, Networks int }

// Sizes returns the numbers of hosts and of address ranges in the catalogue, by application.
func Sizes() map[ID]Size {
	all := map[ID]Size{}
	add := func(id ID, hosts, networks int) {
		if id != Unknown {
			s := all[id]
			all[id] = Size{s.Hosts + hosts, s.Networks + networks}
		}
	}
	for i := range hostRows {
		add(hostRows[i].id, 1, 0)
	}
	for i := range hostPatterns {
		add(hostPatterns[i].id, 1, 0)
	}
	for _, owners := range [2][]ID{ipv4Owners[:], ipv6Owners[:]} {
		for _, id := range owners {
			add(id, 0, 1)
		}
	}
	return all
}

// ToASCII converts a host name to lower case and A-labels (RFC 5890), the form on the wire.
func ToASCII(host string) (string, error) { return stanza.Name(strings.TrimSuffix(host, ".")) }
