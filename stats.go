package nfstream

import (
	"sync"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
)

// Stats counts what became of the frames and flows of a run so far.
type Stats struct {
	Capture capture.Stats
	Frames  packet.Counts          // by what became of them; those that are packet.OK belong to a flow
	Flows   uint64                 // that have begun
	Ended   [flow.Limit + 1]uint64 // exported, by flow.EndReason
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
}

// Stats returns the counters of the run so far; it may be called at any time.
func (s *Streamer) Stats() Stats {
	s.stats.mu.Lock()
	defer s.stats.mu.Unlock()
	out := s.stats.stats
	out.Capture = s.source.Stats()
	return out
}
