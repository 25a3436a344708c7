package nfstream

import (
	"slices"
	"sync"
	"time"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
)

// Stats counts what became of the frames and flows of a run so far.
type Stats struct {
	Capture capture.Stats
	Frames  packet.Counts          // by what became of them; those that are packet.OK belong to a flow. Then odd packets.
	Flows   uint64                 // that have begun
	Ended   [flow.Limit + 1]uint64 // exported, by flow.EndReason
	// Uninspected counts flows whose payloads were not inspected for want of memory, and CutShort those whose inspection
	// ended early to make room; see Config.Memory. They are labelled by what was seen so far, their ports and addresses.
	Uninspected, CutShort uint64
}

// Exported returns the number of flows that have left the table.
func (s *Stats) Exported() (n uint64) {
	for _, e := range s.Ended {
		n += e
	}
	return n
}

// statsBoard is where a run posts its counters for others to read.
type statsBoard struct {
	mu    sync.Mutex
	stats Stats
	round []time.Time // when each of the shards that run by themselves came round last, or all together
}

// begin makes room for the shards that run by themselves.
func (b *statsBoard) begin(shards int) {
	b.mu.Lock()
	b.round = make([]time.Time, shards)
	b.mu.Unlock()
}

// leave has a shard that is at its end hold nobody up.
func (b *statsBoard) leave(shard int) {
	b.mu.Lock()
	b.round[shard] = time.Unix(1<<40, 0)
	b.mu.Unlock()
}

// Stats returns the counters of the run so far; it may be called at any time.
func (s *Streamer) Stats() Stats {
	s.stats.mu.Lock()
	defer s.stats.mu.Unlock()
	out := s.stats.stats
	out.Capture = s.source.Stats()
	return out
}

// Progress returns when the run came round last, by its slowest shard; it may be called at any time. On a live source that
// is less than about a second ago, whether packets come or not, unless a sink or a plug-in holds the run up. It is the
// zero time before the run has come round once. A capture that is a pipe is waited for.
func (s *Streamer) Progress() time.Time {
	s.stats.mu.Lock()
	defer s.stats.mu.Unlock()
	if len(s.stats.round) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(s.stats.round, time.Time.Compare)
}
