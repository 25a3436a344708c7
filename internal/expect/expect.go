// Package expect remembers what flows are expected to be, by their end points, so that they are known when they begin.
//
// A Cache has a fixed size, which no traffic can grow. It is used in packet order, by one goroutine at a time, so that what
// it answers does not depend on the number of workers.
package expect

import (
	"encoding/binary"
	"math"
	"math/bits"
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7"
)

const (
	// DefaultSets is how many sets of addresses a Cache has, and twice as many as it has of addresses with ports.
	DefaultSets = 2048
	// Ways is how many expectations a set holds.
	Ways = 4
	// BytesASet is the memory that a Cache takes for each of its sets of addresses, those of addresses with ports included.
	BytesASet = Ways * int(unsafe.Sizeof(entry{})) * 3 / 2
)

// Cache maps end points to what flows with them are expected to be. The zero Cache has DefaultSets.
//
// Expectations of addresses with a port, and of those with any port, have a set-associative table each, so that many of one
// kind do not drive out the other. A table is made at its first expectation. A new expectation takes the place of the one
// that expires first, of the Ways that share its set.
type Cache struct {
	sets  uint64 // of addresses; 0: DefaultSets
	exact table  // with a port
	any   table  // with any port
}

// New returns a Cache with a number of sets of addresses, in BytesASet each.
func New(sets int) Cache { return Cache{sets: uint64(sets)} }

// table is a set-associative table: sets of Ways entries. Without entries nothing was added yet.
type table struct{ entries []entry }

// entry is an expectation.
type entry struct {
	addr        [16]byte // IPv4 mapped
	expiry      int64    // the clock from which it does not count
	port        uint16   // 0: any
	on          l7.Transport
	category    categories.Category
	protocol    categories.ID
	application categories.ID
}

// everyTransport is what an expectation of no transport in particular is on.
const everyTransport = l7.TCP | l7.UDP | l7.IP

// resolved marks, in entry.on, that a DNS answer gave the address for a name.
const resolved l7.Transport = 1 << 7

// Add takes an expectation that a packet revealed at which the clock was the given one, in nanoseconds since the Unix epoch.
// One with the same address, port and transport is replaced.
func (c *Cache) Add(x *l7.Expectation, clock int64) {
	e := entry{addr: x.Addr.As16(), expiry: expiry(clock, int64(x.Lifetime)), port: x.Port, on: x.On,
		category: x.Category, protocol: x.Protocol, application: x.Application}
	if e.on == 0 {
		e.on = everyTransport
	}
	if x.Resolved {
		e.on |= resolved
	}
	if c.sets == 0 {
		c.sets = DefaultSets
	}
	if x.Port == 0 {
		c.any.add(&e, c.sets, clock)
	} else {
		c.exact.add(&e, max(c.sets/2, 1), clock)
	}
}

// expiry returns the clock at the end of a lifetime, or the latest there is.
func expiry(clock, lifetime int64) int64 {
	return clock + min(lifetime, math.MaxInt64-max(clock, 0))
}

func (t *table) add(e *entry, sets uint64, clock int64) {
	if t.entries == nil {
		t.entries = make([]entry, sets*Ways)
	}
	set := t.set(&e.addr, e.port)
	victim := &set[0]
	for i := range set {
		o := &set[i]
		if o.on|resolved == e.on|resolved && o.port == e.port && o.addr == e.addr {
			if e.application == 0 && e.protocol == 0 && clock < o.expiry {
				o.on |= e.on // it says more
				return
			}
			victim = o
			break
		}
		if victim.on != 0 && (o.on == 0 || o.expiry < victim.expiry) {
			victim = o
		}
	}
	*victim = *e
}

// Lookup returns what a flow is expected to be that begins when the clock is the given one. Reverse says that its source is
// end B of the key. The first of these counts: its destination's address and port, its source's address and port, its
// destination's address, its source's address.
func (c *Cache) Lookup(k *flowkey.Key, reverse bool, clock int64) (found l7.Classification, ok bool) {
	if c.exact.entries == nil && c.any.entries == nil {
		return found, false
	}
	return c.lookup(k, reverse, clock)
}

func (c *Cache) lookup(k *flowkey.Key, reverse bool, clock int64) (found l7.Classification, ok bool) {
	dst, src, dstPort, srcPort := &k.B, &k.A, k.PortB, k.PortA
	if reverse {
		dst, src, dstPort, srcPort = src, dst, srcPort, dstPort
	}
	on := transport(k.Proto)
	e := c.exact.find(dst, dstPort, on, clock)
	if e == nil {
		e = c.exact.find(src, srcPort, on, clock)
	}
	if e == nil {
		e = c.any.find(dst, 0, on, clock)
	}
	if e == nil {
		e = c.any.find(src, 0, on, clock)
	}
	if e == nil {
		return found, false
	}
	return l7.Classification{Protocol: e.protocol, Application: e.application, Category: e.category,
		Resolved: e.on&resolved != 0}, true
}

// find returns the entry of an end point, nil where there is none that counts.
func (t *table) find(addr *[16]byte, port uint16, on l7.Transport, clock int64) *entry {
	if t.entries == nil {
		return nil
	}
	set := t.set(addr, port)
	for i := range set {
		if e := &set[i]; e.on&on != 0 && e.port == port && clock < e.expiry && e.addr == *addr {
			return e
		}
	}
	return nil
}

// set returns the entries where an end point has its place.
func (t *table) set(addr *[16]byte, port uint16) []entry {
	hi, lo := bits.Mul64(binary.LittleEndian.Uint64(addr[:])^0x9e3779b97f4a7c15^uint64(port)<<32,
		binary.LittleEndian.Uint64(addr[8:])^0xbf58476d1ce4e5b9^uint64(port))
	i := (hi ^ lo) % uint64(len(t.entries)/Ways) * Ways
	return t.entries[i : i+Ways : i+Ways]
}

// transport returns the transport of an IP protocol.
func transport(protocol uint8) l7.Transport {
	switch protocol {
	case 6:
		return l7.TCP
	case 17, 136: // UDP-Lite
		return l7.UDP
	}
	return l7.IP
}
