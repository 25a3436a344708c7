package meter

import (
	"slices"
	"sync"
	"time"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// Counts are the counters of a run so far.
type Counts struct {
	Frames packet.Counts
	Flows  uint64                 // that have begun
	Ended  [flow.Limit + 1]uint64 // by flow.EndReason
	Shed   l7.Shed
}

// board shows the counters of a run to other goroutines.
type board struct {
	mu     sync.Mutex
	counts Counts
	passes []time.Time // the last pass of each shard with a source of its own, or of the run
}

// start makes room for the shards that have a source of their own, or one for the run.
func (b *board) start(shards int) {
	b.mu.Lock()
	b.passes = make([]time.Time, shards)
	b.mu.Unlock()
}

// finish takes a shard that is at its end out of Progress.
func (b *board) finish(shard int) {
	b.mu.Lock()
	b.passes[shard] = time.Unix(1<<40, 0)
	b.mu.Unlock()
}

// post publishes the counters after a pass of a shard.
func (b *board) post(l *ledger, frames *packet.Counts, shed l7.Shed, shard int) {
	now := time.Now()
	b.mu.Lock()
	b.counts = Counts{Frames: *frames, Flows: l.born, Ended: l.ended, Shed: shed}
	b.passes[shard] = now
	b.mu.Unlock()
}

// Counts returns the counters of the run so far. It may be called at any time.
func (m *Meter) Counts() Counts {
	m.board.mu.Lock()
	defer m.board.mu.Unlock()
	return m.board.counts
}

// Progress returns the time of the last pass of the slowest shard, the zero time before the first pass. It may be called
// at any time.
func (m *Meter) Progress() time.Time {
	m.board.mu.Lock()
	defer m.board.mu.Unlock()
	if len(m.board.passes) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(m.board.passes, time.Time.Compare)
}

// shedBy returns what shards have shed. They are not at work meanwhile.
func shedBy(shards []*table.Shard) (all l7.Shed) {
	for _, s := range shards {
		all.Add(s.Shed())
	}
	return all
}
