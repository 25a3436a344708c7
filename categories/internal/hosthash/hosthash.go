// Package hosthash is the hash of host names that the generator and package categories agree on. It takes a name's
// bytes from the last to the first, so that one pass over a name gives the hashes of all its suffixes, and takes no
// account of the case of letters.
package hosthash

import "math/bits"

// Basis is the hash of an empty name.
const Basis uint32 = 0

// Whole is what Add takes after the first byte of a host name that stands for itself and not for names below it.
const Whole = '='

// Add returns the hash of c and what h is the hash of. It is a cyclic polynomial, which takes two cycles a byte.
func Add(h uint32, c byte) uint32 { return bits.RotateLeft32(h, 5) ^ table[c] }

// Of returns the hash of a name.
func Of(name string) uint32 {
	h := Basis
	for i := len(name) - 1; i >= 0; i-- {
		h = Add(h, name[i])
	}
	return h
}

// Bucket returns which of a power of two of buckets a hash belongs to.
func Bucket(h uint32, buckets int) int { return int(h * 0x9e3779b1 >> 8 & uint32(buckets-1)) }
