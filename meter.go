package nfstream

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/expect"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// meter is one run: it takes frames in, gives flows their IDs and puts those that end in order. What happens to a packet
// in between is the shards' part.
type meter struct {
	intake
	s         *Streamer
	shards    []*table.Shard
	tableSize int    // of the shards together
	born      uint64 // flows so far, and the ID of the next one
	ended     [flow.Limit + 1]uint64
	expected  expect.Cache
	full      bool // MaxFlows is reached: the run is over
}

func newMeter(s *Streamer) *meter {
	return &meter{s: s, shards: s.shards, tableSize: s.cfg.TableSize, intake: newIntake(&s.cfg),
		expected: expect.New(s.memory.nameSets)}
}

// roomy reports whether so many packets, were each the first of its flow, would find room without further ado.
func (m *meter) roomy(packets int) bool {
	alive, born := m.totals()
	return alive <= m.tableSize-packets && born <= uint64(m.s.cfg.MaxFlows-packets) && m.s.cfg.MaxFlows > packets
}

// admit makes room for the packet's flow in a shard, where that is new and the table is full. It reports false, and the
// run is over, where the flow would be one more than MaxFlows.
func (m *meter) admit(shard *table.Shard, p *packet.Packet, seq uint64) bool {
	alive, born := m.totals()
	switch {
	case alive < m.tableSize && born < uint64(m.s.cfg.MaxFlows) || shard.Has(p):
	case born >= uint64(m.s.cfg.MaxFlows):
		m.full = true
	default:
		m.leastRecent().Evict(seq)
	}
	return !m.full
}

// totals returns the number of flows alive, and of those that have begun.
func (m *meter) totals() (alive int, born uint64) {
	born = m.born
	for _, s := range m.shards {
		alive += s.Len()
		born += uint64(s.Births())
	}
	return alive, born
}

// leastRecent returns the shard whose least recent flow is that of all; there is a flow.
func (m *meter) leastRecent() (found *table.Shard) {
	var oldest uint64
	for _, s := range m.shards {
		if seq, ok := s.Oldest(); ok && (found == nil || seq < oldest) {
			found, oldest = s, seq
		}
	}
	return found
}

// eldest returns the shard whose eldest flow is that of all, nil when there is none.
func (m *meter) eldest() (found *table.Shard) {
	var first uint64
	for _, s := range m.shards {
		if seq, ok := s.First(); ok && (found == nil || seq < first) {
			found, first = s, seq
		}
	}
	return found
}

// flushPart is how many flows the end of a run exports at a time, which bounds the room they take.
const flushPart = 1 << 10

// endSome ends the eldest flows of all, and reports whether there may be more.
func (m *meter) endSome() bool {
	reason := flow.EndOfCapture
	if m.full {
		reason = flow.Limit
	}
	for range flushPart {
		s := m.eldest()
		if s == nil {
			return false
		}
		s.EndFirst(reason)
	}
	return true
}

// begin gives a new flow its ID, and says what it was expected to be. The expectations are those from then on, in packet
// order; it returns those that are still to come.
func (m *meter) begin(f *flow.Core, expected []table.Expected) []table.Expected {
	n := 0
	for ; n < len(expected) && expected[n].Seq < f.FirstSeq; n++ {
		m.expected.Add(&expected[n].Expectation, expected[n].Clock)
	}
	f.ID = m.born
	m.born++
	if c, ok := m.expected.Lookup(&f.Key, f.Reverse, f.BornClock); ok {
		f.App.Expect(c)
	}
	return expected[n:]
}

// noteAll takes the expectations after the last birth.
func (m *meter) noteAll(expected []table.Expected) {
	for i := range expected {
		m.expected.Add(&expected[i].Expectation, expected[i].Clock)
	}
}

// leave counts a flow that leaves.
func (m *meter) leave(f *flow.Core) { m.ended[f.Reason]++ }

// shed returns what the shards have shed, which are not at work meanwhile.
func (m *meter) shed() (all l7.Shed) {
	for _, s := range m.shards {
		all.Add(s.Shed())
	}
	return all
}

// post publishes the counters, those of frames and of inspection that go with them, and that a shard of those that run by
// themselves has come round.
func (m *meter) post(frames *packet.Counts, shed l7.Shed, shard int) {
	now := time.Now()
	b := &m.s.stats
	b.mu.Lock()
	b.stats.Frames, b.stats.Flows, b.stats.Ended = *frames, m.born, m.ended
	b.stats.Uninspected, b.stats.CutShort = shed.Refused, shed.CutShort
	b.round[shard] = now
	b.mu.Unlock()
}

// sourceError returns what a source's error means for the run: nothing at the end of the capture.
func sourceError(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	return err
}
