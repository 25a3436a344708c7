package top

import (
	"sync"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/categories"
)

// Board is a plug-in that keeps the data of active flows for display, up to a limit. If there are more flows, each
// Take drops those with the fewest recent bytes, so that missing flows have few bytes. Sums include all flows.
type Board struct {
	limit  int
	shards []*shard
}

// NewBoard returns a Board of at most limit flows.
func NewBoard(limit int) *Board { return &Board{limit: limit} }

// Names of the columns of Board.
const (
	columnPlace   = "top_place"
	columnBytes   = "top_bytes"
	columnPackets = "top_packets"
)

// Columns returns volatile columns: a flow's place on the board, and its bytes and packets that the board has
// counted.
func (b *Board) Columns() []nfstream.Column {
	return []nfstream.Column{
		{Name: columnPlace, Type: nfstream.Int, Volatile: true},
		{Name: columnBytes, Type: nfstream.Int, Volatile: true},
		{Name: columnPackets, Type: nfstream.Int, Volatile: true},
	}
}

// Open adds a shard.
func (b *Board) Open(s *nfstream.Schema) (nfstream.Hooks, error) {
	own := &shard{
		placeOf: s.Int(columnPlace), bytesOf: s.Int(columnBytes), packetsOf: s.Int(columnPackets),
		limit: max(b.limit/s.Config().Workers, 1), apps: make([]appCount, lastApp+1),
	}
	b.shards = append(b.shards, own)
	return nfstream.Hooks{Init: own.update, Update: own.update, Expire: own.expire}, nil
}

// lastApp is the largest application identifier with a separate count.
var lastApp = func() (last categories.ID) {
	for id := range categories.All() {
		last = max(last, id)
	}
	return last
}()

// count is a number of bytes and packets.
type count struct{ Bytes, Packets uint64 }

func (c *count) add(bytes, packets uint64) {
	c.Bytes += bytes
	c.Packets += packets
}

func (c *count) sub(other count) {
	c.Bytes -= other.Bytes
	c.Packets -= other.Packets
}

// appCount is the traffic of an application, since the last Take and in total.
type appCount struct{ lately, all count }

// shard is the part of the board that a shard of the meter writes. The packet path uses its lock only if it is free.
// Otherwise the next packet or the end of the flow makes up for it, because the flow records what was counted.
type shard struct {
	mu                          sync.Mutex
	placeOf, bytesOf, packetsOf nfstream.IntColumn
	limit                       int

	entries []Flow
	free    []int32
	full    bool // a flow found no place since the last Take
	apps    []appCount
	lately  count
}

func (s *shard) update(_ *nfstream.Packet, f *nfstream.Flow) {
	if s.mu.TryLock() {
		s.count(f)
		s.mu.Unlock()
	}
}

// expire may wait for a Take while it copies a shard.
func (s *shard) expire(f *nfstream.Flow) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count(f)
	if at := s.place(f).at(s); at >= 0 {
		s.entries[at].ended = true
	}
}

// count adds the traffic of a flow since its last count.
func (s *shard) count(f *nfstream.Flow) {
	a, b := f.SrcToDst(), f.DstToSrc()
	bytes, packets := a.RawBytes+b.RawBytes, a.Packets+b.Packets
	before := count{uint64(s.bytesOf.Get(f)), uint64(s.packetsOf.Get(f))}
	s.bytesOf.Set(f, int64(bytes))
	s.packetsOf.Set(f, int64(packets))
	s.lately.add(bytes-before.Bytes, packets-before.Packets)

	p := s.place(f)
	app := min(f.Label().App(), lastApp)
	at := p.at(s)
	if was := p.app(); was != app {
		s.rename(was, app, before, at)
	}
	s.apps[app].lately.add(bytes-before.Bytes, packets-before.Packets)
	s.apps[app].all.add(bytes-before.Bytes, packets-before.Packets)
	if at < 0 {
		at = s.take(f, before)
	}
	if at < 0 {
		s.placeOf.Set(f, int64(noPlace(app)))
		return
	}
	e := &s.entries[at]
	e.Bytes, e.Packets, e.Last = bytes, packets, max(a.Last, b.Last)
	e.Master, e.App, e.Category = f.Label().Master(), f.Label().App(), f.Label().Category()
	if e.Name == "" && f.ServerName() != "" {
		e.Name = f.ServerName()
	}
	s.placeOf.Set(f, int64(placeAt(at, e.generation, app)))
}

// rename moves the count of a flow to another application. The traffic since the last Take is known only for a flow
// with a place.
func (s *shard) rename(was, app categories.ID, before count, at int) {
	s.apps[was].all.sub(before)
	s.apps[app].all.add(before.Bytes, before.Packets)
	if at >= 0 {
		before.sub(s.entries[at].base)
		s.apps[was].lately.sub(before)
		s.apps[app].lately.add(before.Bytes, before.Packets)
	}
}

// take finds a place for a flow with the given earlier count, or returns -1.
func (s *shard) take(f *nfstream.Flow, before count) (at int) {
	switch n := len(s.free); {
	case n > 0:
		at = int(s.free[n-1])
		s.free = s.free[:n-1]
	case len(s.entries) < s.limit:
		at = len(s.entries)
		s.entries = append(s.entries, Flow{})
	default:
		s.full = true
		return -1
	}
	e := &s.entries[at]
	key, reverse := f.Key()
	*e = Flow{Key: key, Reverse: reverse, First: f.Bidirectional().First, base: before, generation: e.generation}
	e.used = true
	return at
}

// drop frees the place of an entry.
func (s *shard) drop(at int) {
	s.entries[at] = Flow{generation: s.entries[at].generation + 1}
	s.free = append(s.free, int32(at))
}

// place is the place of a flow on the board, which may be outdated, and the application of its count. The zero place
// is that of a flow without a count.
type place uint64

func placeAt(at int, generation uint16, app categories.ID) place {
	return place(at+1) | place(generation)<<32 | place(app)<<48
}

func noPlace(app categories.ID) place { return place(app) << 48 }

func (s *shard) place(f *nfstream.Flow) place { return place(s.placeOf.Get(f)) }

func (p place) app() categories.ID { return categories.ID(p >> 48) }

// at returns the index of the flow's entry, or -1.
func (p place) at(s *shard) int {
	at := int(uint32(p)) - 1
	if at < 0 || s.entries[at].generation != uint16(p>>32) {
		return -1
	}
	return at
}
