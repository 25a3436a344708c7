// Package flowkey names a flow: the direction-free, pointer-free key that two packets of one conversation share, and
// its hash.
package flowkey

import (
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
	"net/netip"
)

// Key is what the packets of one flow have in common, whichever way they travel. It is comparable and holds no
// pointer, so that a table of keys is invisible to the garbage collector.
//
// A and B are the two ends in order (A, PortA sorts before or equal to B, PortB), IPv4 addresses in the last four bytes
// with the IPv4-mapped prefix (RFC 4291, section 2.5.5.2). A protocol without ports has both ports 0.
type Key struct {
	A, B         [16]byte
	PortA, PortB uint16
	VLAN         uint16 // the outermost VLAN identifier, 0 without one
	Proto        uint8  // the IP protocol number
	Ver          uint8  // 4 or 6
	Tunnel       uint32 // the kind of the innermost tunnel, 0 without one
}

// mapped is the prefix of an IPv4-mapped address.
const mapped = 0xffff

// PutIPv4 writes the IPv4-mapped form of a, which must hold four bytes, to dst.
func PutIPv4(dst *[16]byte, a []byte) {
	binary.BigEndian.PutUint64(dst[:8], 0)
	binary.BigEndian.PutUint64(dst[8:], mapped<<32|uint64(binary.BigEndian.Uint32(a)))
}

// PutEndsIPv4 sets both ends of a key of version 4 in order, given those of the sender, A, and of the receiver, and
// reports whether it swapped them, as Order does behind PutIPv4, in less time.
func (k *Key) PutEndsIPv4(a, b uint32, portA, portB uint16) (swapped bool) {
	swapped = a > b || a == b && portA > portB
	if swapped {
		a, b, portA, portB = b, a, portB, portA
	}
	binary.BigEndian.PutUint64(k.A[:8], 0)
	binary.BigEndian.PutUint64(k.A[8:], mapped<<32|uint64(a))
	binary.BigEndian.PutUint64(k.B[:8], 0)
	binary.BigEndian.PutUint64(k.B[8:], mapped<<32|uint64(b))
	k.PortA, k.PortB = portA, portB
	return swapped
}

// Order puts the two ends in order and reports whether it swapped them, that is, whether what was A (the sender) is now
// B.
func (k *Key) Order() (swapped bool) {
	if !k.reversed() {
		return false
	}
	k.A, k.B = k.B, k.A
	k.PortA, k.PortB = k.PortB, k.PortA
	return true
}

// reversed reports whether A sorts after B. Addresses of version 4 differ in their second halves alone.
func (k *Key) reversed() bool {
	a, b := binary.BigEndian.Uint64(k.A[:8]), binary.BigEndian.Uint64(k.B[:8])
	if a == b {
		a, b = binary.BigEndian.Uint64(k.A[8:]), binary.BigEndian.Uint64(k.B[8:])
	}
	return a > b || a == b && k.PortA > k.PortB
}

// Equal reports whether two keys are the same, as == does, and is faster.
func (k *Key) Equal(o *Key) bool {
	return k.A == o.A && k.B == o.B && k.PortA == o.PortA && k.PortB == o.PortB && k.VLAN == o.VLAN &&
		k.Proto == o.Proto && k.Ver == o.Ver && k.Tunnel == o.Tunnel
}

// Ignored says which parts of keys do not tell flows apart. The zero Ignored is none.
type Ignored struct{ VLAN, Tunnel bool }

// Without returns the key without the ignored parts.
func (k *Key) Without(i Ignored) Key {
	c := *k
	if i.VLAN {
		c.VLAN = 0
	}
	if i.Tunnel {
		c.Tunnel = 0
	}
	return c
}

// HashWithout returns the hash of the key without the ignored parts.
func (k *Key) HashWithout(i Ignored) uint64 {
	c := k.Without(i)
	return c.Hash()
}

// EqualWithout reports whether two keys are the same but for the ignored parts.
func (k *Key) EqualWithout(o *Key, i Ignored) bool {
	return k.A == o.A && k.B == o.B && k.PortA == o.PortA && k.PortB == o.PortB && k.Proto == o.Proto && k.Ver == o.Ver &&
		(i.VLAN || k.VLAN == o.VLAN) && (i.Tunnel || k.Tunnel == o.Tunnel)
}

// AddrA returns end A as an address of the key's IP version.
func (k *Key) AddrA() netip.Addr { return addr(k.Ver, &k.A) }

// AddrB returns end B as an address of the key's IP version.
func (k *Key) AddrB() netip.Addr { return addr(k.Ver, &k.B) }

func addr(ver uint8, b *[16]byte) netip.Addr {
	if ver == 4 {
		return netip.AddrFrom4([4]byte(b[12:]))
	}
	return netip.AddrFrom16(*b)
}

// secret differs in every process, so that nobody can choose keys that collide. Nothing that a user sees depends on it.
var secret = [4]uint64{rand.Uint64() | 1, rand.Uint64() | 1, rand.Uint64() | 1, rand.Uint64() | 1}

// Hash returns a 64-bit hash of the key, all of whose bits are usable. It is the same within a process and differs from
// one process to the next.
func (k *Key) Hash() uint64 {
	ports := uint64(k.PortA)<<48 | uint64(k.PortB)<<32 | uint64(k.VLAN)<<16 | uint64(k.Proto)<<8 | uint64(k.Ver)
	var ends uint64
	if k.Ver == 4 {
		ends = uint64(binary.BigEndian.Uint32(k.A[12:]))<<32 | uint64(binary.BigEndian.Uint32(k.B[12:]))
	} else {
		ends = mix(binary.BigEndian.Uint64(k.A[:8])^secret[0], binary.BigEndian.Uint64(k.A[8:])^secret[1])
		ends = mix(ends^binary.BigEndian.Uint64(k.B[:8]), binary.BigEndian.Uint64(k.B[8:])^secret[2])
	}
	return mix(mix(ends^secret[0], ports^secret[1])^uint64(k.Tunnel), secret[3])
}

// mix folds the 128-bit product of a and b.
func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}
