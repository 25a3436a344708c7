package meter

import (
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// admission keeps some shards together within the bounds of flows. It may be used while none of them is at work.
type admission struct {
	shards    []*table.Shard
	tableSize int    // flows alive at once
	maxFlows  int    // of the run
	committed uint64 // flows that began, without those that the shards hold in their changes
	full      bool   // maxFlows is reached: the run is over
}

func (m *Meter) newAdmission() admission {
	return admission{shards: m.shards, tableSize: m.cfg.TableSize, maxFlows: m.cfg.MaxFlows}
}

// fits reports whether a number of packets stay within the bounds even if each begins a flow.
func (a *admission) fits(packets int) bool {
	alive, born := a.totals()
	return alive <= a.tableSize-packets && born <= uint64(a.maxFlows-packets) && a.maxFlows > packets
}

// admit makes room in the table if the packet begins a flow of the shard. It reports false if that flow exceeds MaxFlows:
// then the run is over.
func (a *admission) admit(shard *table.Shard, p *packet.Packet, seq uint64) bool {
	alive, born := a.totals()
	switch {
	case alive < a.tableSize && born < uint64(a.maxFlows) || shard.Has(p):
	case born >= uint64(a.maxFlows):
		a.full = true
	default:
		for ; alive >= a.tableSize && alive > 0; alive-- { // several after the bound got smaller
			a.leastRecent().Evict(seq)
		}
	}
	return !a.full
}

// totals returns the number of flows alive, and of those that have begun.
func (a *admission) totals() (alive int, born uint64) {
	born = a.committed
	for _, s := range a.shards {
		alive += s.Len()
		born += uint64(s.Births())
	}
	return alive, born
}

// leastRecent returns the shard that has the least recent flow of all. There is a flow.
func (a *admission) leastRecent() (found *table.Shard) {
	var oldest uint64
	for _, s := range a.shards {
		if seq, ok := s.Oldest(); ok && (found == nil || seq < oldest) {
			found, oldest = s, seq
		}
	}
	return found
}

// eldest returns the shard that has the eldest flow of all, nil if there is none.
func (a *admission) eldest() (found *table.Shard) {
	var first uint64
	for _, s := range a.shards {
		if seq, ok := s.First(); ok && (found == nil || seq < first) {
			found, first = s, seq
		}
	}
	return found
}

// flushPart is how many flows the end of a run exports at once. It bounds the room that they take.
const flushPart = 1 << 10

// endSome ends the eldest flows of all because the run is over, and reports whether there may be more.
func (a *admission) endSome() bool {
	reason := flow.EndOfCapture
	if a.full {
		reason = flow.Limit
	}
	for range flushPart {
		s := a.eldest()
		if s == nil {
			return false
		}
		s.EndFirst(reason)
	}
	return true
}
