package meter

import (
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/expect"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/table"
)

// ledger registers the flows of a run in packet order: it gives them IDs, records what earlier flows made them expected to
// be, and counts the flows that end.
type ledger struct {
	born  uint64 // flows so far, and the ID of the next one
	ended [flow.Limit + 1]uint64
	known expect.Cache
	pace  *pace // nil unless risks are looked for
}

func (m *Meter) newLedger() ledger {
	l := ledger{known: expect.New(m.cfg.ExpectSets)}
	if m.cfg.Table.Signs {
		l.pace = newPace()
	}
	return l
}

// commit registers the changes of a run with one shard, or of a shard with a source of its own.
func (l *ledger) commit(c *table.Changes, slab *table.Slab) {
	expected := c.Expected
	for _, b := range c.Births {
		expected = l.enter(slab, b.Slot, expected)
	}
	l.expect(expected)
	for _, e := range c.Ended {
		l.leave(slab.Core(e.Slot))
	}
}

// enter gives a new flow its ID, and what it was expected to be. The expectations are those from then on, in packet order;
// it returns those that come after the flow's first packet.
func (l *ledger) enter(slab *table.Slab, slot uint32, expected []table.Expected) []table.Expected {
	f := slab.Core(slot)
	n := 0
	for ; n < len(expected) && expected[n].Seq < f.FirstSeq; n++ {
		l.known.Add(&expected[n].Expectation, expected[n].Clock)
	}
	f.ID = l.born
	l.born++
	if c, ok := l.known.Lookup(&f.Key, f.Reverse, f.BornClock); ok {
		slab.App(slot).Expect(c)
	}
	if l.pace != nil && slab.Signed() {
		slab.Signs(slot).Period = l.pace.note(f)
	}
	return expected[n:]
}

// expect takes the expectations after the last birth.
func (l *ledger) expect(expected []table.Expected) {
	for i := range expected {
		l.known.Add(&expected[i].Expectation, expected[i].Clock)
	}
}

// leave counts a flow that has ended.
func (l *ledger) leave(f *record.Core) { l.ended[f.Reason]++ }
