// Package hosthash is the hash of host names that the generator and package categories agree on. It takes a name's
// bytes from the last to the first, so that one pass over a name gives the hashes of all its suffixes.
package hosthash

// Basis is the hash of an empty name.
const Basis uint32 = 2166136261

// Whole is what Add takes after the first byte of a host name that stands for itself and not for names below it.
const Whole = '='

// Add returns the hash of c and what h is the hash of. Letters are to be lower case.
func Add(h uint32, c byte) uint32 { return (h ^ uint32(c)) * 16777619 }

// Of returns the hash of a name in lower case.
func Of(name string) uint32 {
	h := Basis
	for i := len(name) - 1; i >= 0; i-- {
		h = Add(h, name[i])
	}
	return h
}

// Slot returns where in a table of a power of two of slots the search for a hash begins.
func Slot(h uint32, slots int) int { return int((h ^ h>>15) & uint32(slots-1)) }
