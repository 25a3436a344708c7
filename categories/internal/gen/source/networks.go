package source

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
)

// Networks returns the networks that the catalogue names.
func Networks(t Tables) ([]Network, error) {
	r, err := parse(t)
	return r.networks, err
}

// span is the addresses from a first one up to the next span's, and whose they are. An IPv4 address is its 32 bits,
// an IPv6 one its upper 64.
type span struct {
	first uint64
	id    int
}

// spans returns networks of one family laid out side by side: where some are within others, the innermost counts.
// The whole range is covered, by 0 where nobody's is. Their addresses have so many bits that count.
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

// merged joins spans side by side that have one owner.
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
	size := uint64(1) << (bits - n.Bits()) // 0 for everything of 64 bits, which wraps rightly
	return bounds{first, first + size - 1, n.ID}
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
	writeSpans(b, "ipv4", "uint32", spans(four, 32))
	writeSpans(b, "ipv6", "uint64", spans(six, 64))
}

func writeSpans(b *bytes.Buffer, family, of string, all []span) {
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
}
