package nfstream

import (
	"time"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
)

// Stats counts what became of the frames and flows of a run so far.
type Stats struct {
	Capture capture.Stats
	Frames  packet.Counts          // by packet.Status, and then odd packets; those that are packet.OK belong to a flow
	Flows   uint64                 // so far
	Ended   [flow.Limit + 1]uint64 // exported, by flow.EndReason
	// Uninspected counts flows that were not inspected because memory was short, and CutShort flows whose inspection ended
	// early to make room; see Config.Memory. They are labelled by what was seen before, their ports and addresses.
	Uninspected, CutShort uint64
	// TimedOut reports that Config.Duration ended the run.
	TimedOut bool
}

// Exported returns the number of flows that have left the table.
func (s *Stats) Exported() (n uint64) {
	for _, e := range s.Ended {
		n += e
	}
	return n
}

// Stats returns the counters of the run so far. It may be called at any time.
func (s *Streamer) Stats() Stats {
	c := s.meter.Counts()
	return Stats{Capture: s.input.stats(), Frames: c.Frames, Flows: c.Flows, Ended: c.Ended, Uninspected: c.Shed.Refused,
		CutShort: c.Shed.CutShort, TimedOut: s.timedOut.Load()}
}

// Progress returns when the slowest shard has last taken what the source had. It may be called at any time. For a live
// source that is less than about a second ago, even without packets, unless a sink or a plug-in blocks the run. It is the
// zero time before the first such moment. A capture that is a pipe may block the run.
func (s *Streamer) Progress() time.Time { return s.meter.Progress() }
