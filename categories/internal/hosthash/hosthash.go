// Package hosthash is the hash of host names that the generator and package categories share. It reads a name from
// the last byte to the first, so that one pass gives the hashes of all its suffixes. It ignores case.
package hosthash

import "math/bits"

// Basis is the hash of an empty name.
const Basis uint32 = 0

// Whole is added after the first byte of a host name that excludes its subdomains.
const Whole = '='

// Add returns the hash of the text of h with c before it. It is a cyclic polynomial, at two cycles per byte.
func Add(h uint32, c byte) uint32 { return bits.RotateLeft32(h, 5) ^ table[c] }

// Of returns the hash of a name.
func Of(name string) uint32 {
	h := Basis
	for i := len(name) - 1; i >= 0; i-- {
		h = Add(h, name[i])
	}
	return h
}

// Bucket returns the bucket of a hash; the number of buckets is a power of two.
func Bucket(h uint32, buckets int) int { return int(h * 0x9e3779b1 >> 8 & uint32(buckets-1)) }
