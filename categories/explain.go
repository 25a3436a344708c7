package categories

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go/categories/internal/hosthash"
	"github.com/nfstream/nfstream-go/categories/internal/stanza"
)

// HostRule returns the host of the catalogue by which ByHost knows a name, written as the catalogue has it: facebook.com
// for that name and all below it, =signal.org for that name alone, fbcdn-*.akamaihd.net for a pattern.
func HostRule(host string) (rule string, ok bool) {
	if n := len(host); n > 0 && host[n-1] == '.' {
		host = host[:n-1]
	}
	hash := hosthash.Basis
	for i := len(host) - 1; i >= 0; i-- {
		if host[i] == '.' {
			if r := rowOfHost(host[i+1:], hash); r != nil {
				r.explain(host[:i], &rule)
			}
		}
		hash = hosthash.Add(hash, lower(host[i]))
	}
	if r := rowOfHost(host, hash); r != nil {
		r.explain("", &rule)
	}
	if r := rowOfHost(host, hosthash.Add(hash, hosthash.Whole)); r != nil {
		rule = "=" + r.name()
	}
	return rule, rule != ""
}

func (r *hostRow) name() string { return hostTexts[r.text : r.text+uint32(r.length)] }

// explain writes down which rule match would go by.
func (r *hostRow) explain(before string, rule *string) {
	if r.id != 0 || r.category != 0 {
		*rule = r.name()
	}
	for i := range hostPatterns[r.first : int(r.first)+int(r.patterns)] {
		p := &hostPatterns[int(r.first)+i]
		var id ID
		var category Category
		one := hostRow{text: r.text, length: r.length, patterns: 1, first: r.first + uint16(i)}
		if one.match(before, &id, &category); id != 0 || category != 0 {
			text := hostTexts[p.text : p.text+uint32(p.before)+uint32(p.after)]
			*rule = text[:p.before] + "*" + text[p.before:] + "." + r.name()
		}
	}
}

// AddressRule returns the longest prefix around an address within which ByAddress knows every address alike.
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

// spanBits returns how many bits the longest prefix around an address of so many bits has that is within its span.
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

// Size is how much of the catalogue is about an application.
type Size struct{ Hosts, Networks int }

// Sizes returns the number of hosts, and of ranges of addresses, that the catalogue has for each application.
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

// ToASCII returns a host name as it is on the wire, in lower case and with A-labels (RFC 5890), or what is wrong with it.
func ToASCII(host string) (string, error) { return stanza.Name(strings.TrimSuffix(host, ".")) }
