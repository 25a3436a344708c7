package report

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// dictionary numbers texts and counts their uses. The number of an unused text is used again.
type dictionary struct {
	numbers map[string]uint32
	texts   []string
	uses    []uint32
	free    []uint32
}

func newDictionary() *dictionary { return &dictionary{numbers: map[string]uint32{}} }

// take returns the number of a text, for one more use.
func (d *dictionary) take(text []byte) uint32 {
	n, known := d.numbers[string(text)]
	if !known {
		n = d.place()
		d.texts[n] = string(text)
		d.numbers[d.texts[n]] = n
	}
	d.uses[n]++
	return n
}

func (d *dictionary) place() uint32 {
	if last := len(d.free) - 1; last >= 0 {
		n := d.free[last]
		d.free = d.free[:last]
		return n
	}
	d.texts, d.uses = append(d.texts, ""), append(d.uses, 0)
	return uint32(len(d.texts) - 1)
}

// release ends one use of a text.
func (d *dictionary) release(n uint32) {
	if d.uses[n]--; d.uses[n] == 0 {
		delete(d.numbers, d.texts[n])
		d.texts[n] = ""
		d.free = append(d.free, n)
	}
}

// sorted returns the texts in order of display, the empty one first, and the place of each number in it.
func (d *dictionary) sorted() (ordered []string, places []uint32) {
	keys := []sortKey{{}}
	for text := range d.numbers {
		if text != "" {
			keys = append(keys, newSortKey(text))
		}
	}
	slices.SortFunc(keys, sortKey.compare)
	places = make([]uint32, len(d.texts))
	for i, k := range keys {
		ordered = append(ordered, k.text)
		if n, known := d.numbers[k.text]; known {
			places[n] = uint32(i)
		}
	}
	return ordered, places
}

// sortKey orders numbers by value, then addresses by family and value, then texts without regard to case.
type sortKey struct {
	kind    int // 0 empty, 1 number, 2 address, 3 text
	number  uint64
	address netip.Addr
	folded  string
	text    string
}

func newSortKey(text string) sortKey {
	if n, err := strconv.ParseUint(text, 10, 64); err == nil {
		return sortKey{kind: 1, number: n, text: text}
	}
	if a, err := netip.ParseAddr(text); err == nil {
		return sortKey{kind: 2, address: a, text: text}
	}
	return sortKey{kind: 3, folded: strings.ToLower(text), text: text}
}

func (k sortKey) compare(o sortKey) int {
	return cmp.Or(cmp.Compare(k.kind, o.kind), cmp.Compare(k.number, o.number), k.address.Compare(o.address),
		cmp.Compare(k.folded, o.folded), cmp.Compare(k.text, o.text))
}
