package top

import (
	"sort"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flowkey"
)

// Flow is the data of a flow on the board.
type Flow struct {
	Key         flowkey.Key
	Reverse     bool // the source is end B of Key
	Master, App categories.ID
	Category    categories.Category
	Name        string // name of the server
	First, Last int64  // capture times, nanoseconds since the Unix epoch
	Bytes       uint64 // total, frames on the wire
	Packets     uint64
	Lately      count // since the previous Take; only in a Sample

	base       count // count at the last Take
	generation uint16
	used       bool
	ended      bool
}

// App is the traffic of an application.
type App struct {
	ID          categories.ID
	Lately, All count
}

// Sample is the state of a board at one time.
type Sample struct {
	Flows  []Flow
	Apps   []App // applications with traffic, by identifier
	Lately count // traffic of all flows since the previous Take
	Full   bool  // some flows are not among Flows
}

// Take sets the sample to the current state of the board and starts the next interval. An ended flow is in one more
// sample. Take may run concurrently with the meter, but not with itself.
func (b *Board) Take(into *Sample) {
	*into = Sample{Flows: into.Flows[:0], Apps: into.Apps[:0]}
	sums := make([]appCount, lastApp+1)
	for _, s := range b.shards {
		begin := len(into.Flows)
		if s.collect(into, sums) {
			into.Full = true
			s.makeRoom(into.Flows[begin:])
		}
	}
	for id, sum := range sums {
		if sum.all.Bytes > 0 || sum.lately.Bytes > 0 {
			into.Apps = append(into.Apps, App{categories.ID(id), sum.lately, sum.all})
		}
	}
}

// collect adds a shard to the sample and to the sums by application, and reports whether the shard is full.
func (s *shard) collect(into *Sample, sums []appCount) (full bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.entries {
		e := &s.entries[i]
		if !e.used {
			continue
		}
		now := count{e.Bytes, e.Packets}
		into.Flows = append(into.Flows, *e)
		into.Flows[len(into.Flows)-1].Lately = count{now.Bytes - e.base.Bytes, now.Packets - e.base.Packets}
		if e.base = now; e.ended {
			s.drop(i)
		}
	}
	for id := range s.apps {
		a := &s.apps[id]
		sums[id].lately.add(a.lately.Bytes, a.lately.Packets)
		sums[id].all.add(a.all.Bytes, a.all.Packets)
		a.lately = count{}
	}
	into.Lately.add(s.lately.Bytes, s.lately.Packets)
	full, s.full, s.lately = s.full, false, count{}
	return full
}

// makeRoom drops the quarter of a shard's flows with the fewest recent bytes; flows are its flows at the Take.
func (s *shard) makeRoom(flows []Flow) {
	least := make([]int, len(flows))
	for i := range least {
		least[i] = i
	}
	sort.Slice(least, func(i, j int) bool {
		a, b := &flows[least[i]], &flows[least[j]]
		if a.Lately.Bytes != b.Lately.Bytes {
			return a.Lately.Bytes < b.Lately.Bytes
		}
		return a.Last < b.Last
	})
	drop := map[flowkey.Key]bool{}
	for _, i := range least[:(len(least)+3)/4] {
		drop[flows[i].Key] = true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.entries {
		if s.entries[i].used && drop[s.entries[i].Key] {
			s.drop(i)
		}
	}
}
