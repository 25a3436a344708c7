package anonymize

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
)

// cacheSize is how many addresses a cache holds, a power of two.
const cacheSize = 1 << 11

// cache remembers what recent addresses map to, as each costs one encryption a bit.
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

// place spreads addresses over the cache: the product's upper bits depend on every bit of the address.
func place(a netip.Addr) uint64 {
	b := a.As16()
	hi, lo := bits.Mul64(binary.BigEndian.Uint64(b[:8])^0x9e3779b97f4a7c15, binary.BigEndian.Uint64(b[8:])^0xd6e8feb86659fd93)
	return ((hi ^ lo) * 0x9e3779b97f4a7c15) >> (64 - 11)
}
