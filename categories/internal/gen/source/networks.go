package source

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
)

// Networks returns the networks of the catalogue.
func Networks(t Tables) ([]Network, error) {
	r, err := parse(t)
	return r.networks, err
}

// span is a range of addresses, up to the start of the next span, and its owner. An IPv4 address is its 32 bits, an
// IPv6 address its upper 64 bits.
type span struct {
	first uint64
	id    int
}

// spans returns the networks of one family as consecutive spans. Of nested networks the innermost wins. The spans
// cover the whole range; ranges without an owner have 0. bits is the number of significant bits of an address.
func spans(networks []Network, bits int) []span {
	sorted := slices.SortedFunc(slices.Values(networks), func(a, b Network) int {
		if c := a.Addr().Compare(b.Addr()); c != 0 {
			return c
		}
		return a.Bits() - b.Bits()
	})
	all := []span{{0, 0}}
	var within []bounds // the networks around the current one, the innermost last
	add := func(first uint64, id int) {
		if last := &all[len(all)-1]; last.first == first {
			last.id = id
		} else if last.id != id {
			all = append(all, span{first, id})
		}
	}
	leave := func(until uint64, end bool) {
		for len(within) > 0 && (end || within[len(within)-1].last < until) {
			inner := within[len(within)-1]
			within = within[:len(within)-1]
			outer := 0
			if len(within) > 0 {
				outer = within[len(within)-1].id
			}
			if after := inner.last + 1; after != 0 && (bits == 64 || after < 1<<bits) {
				add(after, outer)
			}
		}
	}
	for _, n := range sorted {
		b := boundsOf(n, bits)
		leave(b.first, false)
		add(b.first, n.ID)
		within = append(within, b)
	}
	leave(0, true)
	return merged(all)
}

// merged joins adjacent spans with the same owner.
func merged(all []span) []span {
	return slices.CompactFunc(all, func(a, b span) bool { return a.id == b.id })
}

type bounds struct {
	first, last uint64
	id          int
}

func boundsOf(n Network, bits int) bounds {
	var first uint64
	if bytes := n.Addr().AsSlice(); bits == 32 {
		first = uint64(binary.BigEndian.Uint32(bytes))
	} else {
		first = binary.BigEndian.Uint64(bytes)
	}
	size := uint64(1) << (bits - n.Bits()) // 0 for all of 64 bits, which wraps correctly
	return bounds{first, first + size - 1, n.ID}
}

// checkNetwork rejects networks that the tables cannot hold.
func checkNetwork(p netip.Prefix) error {
	upper := p.Addr().As16()
	switch {
	case p != p.Masked():
		return fmt.Errorf("%s has bits after its length", p)
	case p.Addr().Is4():
		return nil
	case p.Bits() > 64:
		return fmt.Errorf("%s is longer than 64 bits", p)
	case p.Bits() < 4 || upper[0]>>4 != 2:
		return fmt.Errorf("%s is not within 2000::/4", p)
	}
	return nil
}

func writeNetworks(b *bytes.Buffer, networks []Network) {
	var four, six []Network
	for _, n := range networks {
		if n.Addr().Is4() {
			four = append(four, n)
		} else {
			six = append(six, n)
		}
	}
	writeSpans(b, "ipv4", "uint32", spans(four, 32), everyPage(0, 24, 1<<8))
	writeSpans(b, "ipv6", "uint64", spans(six, 64), everyPage(0x2000<<48, 48, 1<<12))
}

// everyPage returns the start of each page and the end of the last one; a page covers the given number of address
// bits.
func everyPage(first uint64, bits, count int) []uint64 {
	pages := make([]uint64, count+1)
	for i := range pages {
		pages[i] = first + uint64(i)<<bits
	}
	return pages
}

func writeSpans(b *bytes.Buffer, family, of string, all []span, pages []uint64) {
	fmt.Fprintf(b, "\nvar %sStarts = [...]%s{", family, of)
	for line := range slices.Chunk(all, 8) {
		b.WriteString("\n")
		for _, s := range line {
			fmt.Fprintf(b, "%#x, ", s.first)
		}
	}
	b.WriteString("\n}\n")
	owners := make([]int, len(all))
	for i, s := range all {
		owners[i] = s.id
	}
	writeNumbers(b, family+"Owners", "ID", owners)
	writeNumbers(b, family+"Pages", "uint16", spansOf(pages, all))
}

// spansOf returns the span of each address.
func spansOf(addrs []uint64, all []span) []int {
	at := make([]int, len(addrs))
	for i, a := range addrs {
		next, exact := slices.BinarySearchFunc(all, a, func(s span, a uint64) int { return cmp.Compare(s.first, a) })
		if !exact {
			next--
		}
		at[i] = next
	}
	return at
}
