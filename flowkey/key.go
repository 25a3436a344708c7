// Package flowkey defines the key of a bidirectional flow, and its hash. Both directions of a conversation have the
// same Key. Set the ends with PutIPv4 or directly, then call Order.
package flowkey

import (
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
	"net/netip"
)

// Key identifies a flow. Packets of both directions have the same key. It is comparable and holds no pointers, so the
// garbage collector does not scan a table of keys.
//
// A and B are the two ends in order: (A, PortA) <= (B, PortB). IPv4 addresses are IPv4-mapped (RFC 4291, section
// 2.5.5.2). Both ports are 0 for a protocol without ports.
type Key struct {
	A, B         [16]byte
	PortA, PortB uint16
	VLAN         uint16 // the outermost VLAN identifier, 0 for none
	Proto        uint8  // the IP protocol number
	Ver          uint8  // 4 or 6
	Tunnel       uint32 // the kind of the innermost tunnel, 0 for none
}

// mapped is the prefix of an IPv4-mapped address.
const mapped = 0xffff

// PutIPv4 writes the IPv4-mapped form of a to dst; a must have four bytes.
func PutIPv4(dst *[16]byte, a []byte) {
	binary.BigEndian.PutUint64(dst[:8], 0)
	binary.BigEndian.PutUint64(dst[8:], mapped<<32|uint64(binary.BigEndian.Uint32(a)))
}

// PutEndsIPv4 sets both ends of an IPv4 key in order, and reports whether it swapped sender and receiver. It is a
// faster PutIPv4 for each end and Order.
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

// Order puts the two ends in order and reports whether it swapped them. If so, the sender is end B.
func (k *Key) Order() (swapped bool) {
	if !k.reversed() {
		return false
	}
	k.A, k.B = k.B, k.A
	k.PortA, k.PortB = k.PortB, k.PortA
	return true
}

// reversed reports whether A sorts after B. IPv4 addresses differ in their second halves only.
func (k *Key) reversed() bool {
	a, b := binary.BigEndian.Uint64(k.A[:8]), binary.BigEndian.Uint64(k.B[:8])
	if a == b {
		a, b = binary.BigEndian.Uint64(k.A[8:]), binary.BigEndian.Uint64(k.B[8:])
	}
	return a > b || a == b && k.PortA > k.PortB
}

// Equal reports whether two keys are equal. It is faster than ==.
func (k *Key) Equal(o *Key) bool {
	return k.A == o.A && k.B == o.B && k.PortA == o.PortA && k.PortB == o.PortB && k.VLAN == o.VLAN &&
		k.Proto == o.Proto && k.Ver == o.Ver && k.Tunnel == o.Tunnel
}

// Ignored selects parts of keys that do not distinguish flows. The zero value selects none.
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

// EqualWithout reports whether two keys are equal without the ignored parts.
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

// secret is random per process, so that an attacker cannot choose colliding keys. No output depends on it.
var secret = [4]uint64{rand.Uint64() | 1, rand.Uint64() | 1, rand.Uint64() | 1, rand.Uint64() | 1}

// Hash returns a 64-bit hash of the key; all bits are usable. It is constant within a process and differs between
// processes.
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
