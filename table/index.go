package table

// index finds slots by the hash of their key: open addressing with linear probing, no tombstones. An entry is a tag of
// 32 bits of the hash, which is also where the search for it starts, above the slot; 0 is free.
type index struct {
	entries []uint64
	mask    uint32
	used    uint32
}

const minIndex = 1 << 10

// newIndex returns an index that grows when more flows than these are in it.
func newIndex(flows int) index {
	n := indexSize(flows)
	return index{entries: make([]uint64, n), mask: uint32(n - 1)}
}

// indexSize returns how many entries an index of a number of flows has: a power of two, at most two thirds of it used.
func indexSize(flows int) int {
	n := minIndex
	for flows+flows/2 >= n-1 {
		n *= 2
	}
	return n
}

// insert adds an entry that is not there.
func (x *index) insert(tag, slot uint32) {
	if x.used+x.used/2 >= x.mask { // two thirds full
		x.double()
	}
	x.used++
	x.place(uint64(tag)<<32 | uint64(slot))
}

func (x *index) place(e uint64) {
	i := uint32(e>>32) & x.mask
	for x.entries[i] != 0 {
		i = (i + 1) & x.mask
	}
	x.entries[i] = e
}

func (x *index) double() {
	old := x.entries
	x.entries = make([]uint64, 2*len(old))
	x.mask = uint32(len(x.entries) - 1)
	for _, e := range old {
		if e != 0 {
			x.place(e)
		}
	}
}

// remove takes out an entry that is there, and moves the entries after it up, so that no search ends early.
func (x *index) remove(tag, slot uint32) {
	e := uint64(tag)<<32 | uint64(slot)
	i := tag & x.mask
	for x.entries[i] != e {
		i = (i + 1) & x.mask
	}
	x.used--
	for j := i; ; {
		j = (j + 1) & x.mask
		moved := x.entries[j]
		if moved == 0 {
			break
		}
		// moved may fill the hole at i only if its search, which starts at home, passes i.
		if home := uint32(moved>>32) & x.mask; (j-home)&x.mask >= (j-i)&x.mask {
			x.entries[i] = moved
			i = j
		}
	}
	x.entries[i] = 0
}
