package anonymize

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
)

// A cache holds cacheSize addresses.
const (
	cacheBits = 11
	cacheSize = 1 << cacheBits
)

// golden is 2^64 divided by the golden ratio, which has irregular bits.
const golden = 0x9e3779b97f4a7c15

// cache stores the mapping of recent addresses, because a mapping costs one encryption per bit.
type cache struct {
	pan     *cryptoPAn
	entries *[cacheSize]entry // nil until the first address
}

type entry struct{ from, to netip.Addr }

func newCache(key []byte) cache { return cache{pan: newCryptoPAn(key)} }

func (c *cache) addr(a netip.Addr) netip.Addr {
	if c.entries == nil {
		c.entries = new([cacheSize]entry)
	}
	e := &c.entries[place(a)]
	if e.from != a {
		*e = entry{a, c.pan.addr(a)}
	}
	return e.to
}

// place returns the cache index of an address, from the upper bits of a product that depend on all bits of the
// address.
func place(a netip.Addr) uint64 {
	b := a.As16()
	x, y := binary.BigEndian.Uint64(b[:8])^golden, binary.BigEndian.Uint64(b[8:])^0xd6e8feb86659fd93
	hi, lo := bits.Mul64(x, y)
	return (hi ^ lo) * golden >> (64 - cacheBits)
}
