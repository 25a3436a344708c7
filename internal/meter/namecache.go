package meter

import (
	"encoding/binary"
	"math/bits"
	"time"
	"unsafe"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/table"
)

// nameCache remembers which addresses names were resolved to, of the names that tell an application, so that later flows
// with such an address can be named by it. It has a fixed size, made at the first resolution: a new address takes the
// place of the one that is forgotten soonest, of the few it could share a place with.
//
// It is asked when flows begin, in packet order, so that what it says does not depend on the number of workers.
type nameCache struct {
	entries []table.Resolved
	sets    uint64 // 0: nameCacheSets
}

// NameSets is how many sets the cache of resolved names has by default, and NameSetBytes how large a set is.
const (
	NameSets     = nameCacheSets
	NameSetBytes = nameCacheWays * int(unsafe.Sizeof(table.Resolved{}))
)

const (
	nameCacheSets = 2048
	nameCacheWays = 4
	// A name counts for as long as its record's time to live says, within these: clients go on with an address for a
	// while, and a record may claim to live for 136 years.
	nameCacheMin = 5 * time.Minute
	nameCacheMax = time.Hour
)

// note takes a resolution. Those that come later stand for more.
func (c *nameCache) note(r *table.Resolved) {
	if c.entries == nil {
		if c.sets == 0 {
			c.sets = nameCacheSets
		}
		c.entries = make([]table.Resolved, c.sets*nameCacheWays)
	}
	set := c.set(r.Addr.As16())
	oldest := &set[0]
	for i := range set {
		e := &set[i]
		if e.Addr == r.Addr {
			oldest = e
			break
		}
		if expiry(e) < expiry(oldest) {
			oldest = e
		}
	}
	*oldest = *r
}

// hint tells a new flow the name of one of its ends, first that of its destination.
func (c *nameCache) hint(f *flow.Core) {
	if c.entries == nil {
		return
	}
	dst, src := f.Key.B, f.Key.A
	if f.Reverse {
		dst, src = src, dst
	}
	for _, addr := range [2][16]byte{dst, src} {
		if r := c.find(addr, f.BornClock); r != nil {
			f.App.Hint(&r.Resolution)
			return
		}
	}
}

func (c *nameCache) find(addr [16]byte, clock int64) *table.Resolved {
	set := c.set(addr)
	for i := range set {
		if e := &set[i]; e.Addr.IsValid() && e.Addr.As16() == addr && clock < expiry(e) {
			return e
		}
	}
	return nil
}

func (c *nameCache) set(addr [16]byte) []table.Resolved {
	hi, lo := bits.Mul64(binary.LittleEndian.Uint64(addr[:])^0x9e3779b97f4a7c15,
		binary.LittleEndian.Uint64(addr[8:])^0xbf58476d1ce4e5b9)
	i := (hi ^ lo) % c.sets
	return c.entries[i*nameCacheWays : (i+1)*nameCacheWays]
}

// expiry returns the clock at which an entry is forgotten.
func expiry(e *table.Resolved) int64 {
	life := time.Duration(e.TTL) * time.Second
	return e.Clock + min(int64(min(max(life, nameCacheMin), nameCacheMax)), table.Never-max(e.Clock, 0))
}
