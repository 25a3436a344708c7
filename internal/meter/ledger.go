package meter

import (
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/table"
)

// ledger registers the flows of a run in packet order: it gives them IDs, passes on the names that earlier flows resolved,
// and counts the flows that end.
type ledger struct {
	born  uint64 // flows so far, and the ID of the next one
	ended [flow.Limit + 1]uint64
	names nameCache
}

func (m *Meter) newLedger() ledger { return ledger{names: nameCache{sets: uint64(m.cfg.NameSets)}} }

// commit registers the changes of a run with one shard, or of a shard with a source of its own.
func (l *ledger) commit(c *table.Changes, slab *table.Slab) {
	resolved := c.Resolved
	for _, b := range c.Births {
		resolved = l.enter(slab.Core(b.Slot), resolved)
	}
	l.resolve(resolved)
	for _, e := range c.Ended {
		l.leave(slab.Core(e.Slot))
	}
}

// enter gives a new flow its ID, and a name that was resolved before. The resolutions are those from then on, in packet
// order; it returns those that come after the flow's first packet.
func (l *ledger) enter(f *flow.Core, resolved []table.Resolved) []table.Resolved {
	n := 0
	for ; n < len(resolved) && resolved[n].Seq < f.FirstSeq; n++ {
		l.names.note(&resolved[n])
	}
	f.ID = l.born
	l.born++
	l.names.hint(f)
	return resolved[n:]
}

// resolve takes the resolutions after the last birth.
func (l *ledger) resolve(resolved []table.Resolved) {
	for i := range resolved {
		l.names.note(&resolved[i])
	}
}

// leave counts a flow that has ended.
func (l *ledger) leave(f *flow.Core) { l.ended[f.Reason]++ }
