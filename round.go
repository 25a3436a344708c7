package nfstream

import (
	"context"
	"sort"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// round is a number of batches on their way through a parallel run. One goroutine after the other owns it: the reader,
// which fills and decodes it; the shards, each for its own part; the settler, which gives IDs and order; the consumer,
// which reads the ended flows; and so on. The slots of its ended flows are released when the shards get it again.
type round struct {
	batches []capture.Batch
	filled  int   // of the batches
	live    bool  // the source is
	brisk   bool  // the source has more at hand, as it seems
	err     error // of the source, behind them

	line     table.Timeline
	packets  []packet.Packet // of the frames of the line, where they decoded
	released []byte          // the frames among them that the decoder held
	counts   packet.Counts   // of all frames up to its last
	parts    []part
	order    []exit
	expected inPacketOrder // scratch
}

const (
	roundBatches = 2       // batches of a round at most
	briskBatch   = 128     // a batch of fewer frames ends the round: its source is not in a hurry
	longEnded    = 1 << 14 // a list of more ended flows is not kept: it is seldom that so many end at once
)

// part is what of a round concerns one shard.
type part struct {
	frames  []uint32 // indexes in the line
	changes table.Changes
	slab    table.Slab // shows the births and the ended
	next    int        // position while the parts are merged
}

// exit is an ended flow by its part and slot.
type exit struct{ part, slot uint32 }

// partFor returns the shard for a hash, of n. It takes other bits than the shard's index does.
func partFor(hash uint64, n int) int { return int(hash >> 32 * uint64(n) >> 32) }

func newRound(shards, batches int) *round {
	return &round{parts: make([]part, shards), batches: make([]capture.Batch, batches)}
}

// fill takes batches from the source, at least one, and decodes each as it comes. It gives back what the others have
// borrowed, as it may be long until they are filled again.
func (r *round) fill(ctx context.Context, src capture.Source, in *intake) {
	r.giveBack()
	r.begin(in)
	for r.filled = 0; r.filled < len(r.batches); {
		b := &r.batches[r.filled]
		r.err = src.Next(ctx, b)
		r.filled++
		r.decode(in, b)
		if r.err != nil {
			in.decoder.Flush()
			r.release(in)
		}
		if r.brisk = r.err == nil && len(b.Frames) >= briskBatch; !r.brisk {
			break
		}
	}
	in.frames += uint64(len(r.line.Clocks))
	r.counts = in.counts
}

// begin empties the round, for the frames that come next.
func (r *round) begin(in *intake) {
	for i := range r.parts {
		r.parts[i].frames = r.parts[i].frames[:0]
	}
	r.live = false
	r.released = emptied(r.released)
	r.line = table.Timeline{Base: in.frames, Clocks: r.line.Clocks[:0]}
}

// decode reads the headers of a batch's frames and deals their packets out to the parts.
func (r *round) decode(in *intake, b *capture.Batch) {
	for i := range b.Frames {
		p := r.next()
		if in.decode(&b.Frames[i], p) {
			r.deal(p)
		}
		r.line.Clocks = append(r.line.Clocks, in.clock)
		if in.due() {
			r.release(in)
		}
	}
	if in.tick(b.Clock) {
		r.line.Clocks = append(r.line.Clocks, in.clock)
		r.release(in)
	}
	r.live = r.live || b.Clock != 0
}

// next returns the packet for what comes next in the line.
func (r *round) next() *packet.Packet {
	at := len(r.line.Clocks)
	for at >= len(r.packets) { // a tick has no packet
		r.packets = append(r.packets, packet.Packet{})
	}
	return &r.packets[at]
}

// deal gives the packet that comes next in the line to its part.
func (r *round) deal(p *packet.Packet) {
	own := &r.parts[partFor(p.Hash, len(r.parts))]
	own.frames = append(own.frames, uint32(len(r.line.Clocks)))
}

// release takes the frames that the decoder held and that are due, each as one that comes now.
func (r *round) release(in *intake) {
	for {
		p, ok := r.next(), false
		if r.released, ok = in.release(p, r.released); !ok {
			return
		}
		r.deal(p)
		r.line.Clocks = append(r.line.Clocks, in.clock)
	}
}

// giveBack gives back what the batches have borrowed.
func (r *round) giveBack() {
	for i := range r.batches {
		r.batches[i].Reset()
	}
}

// frames returns the number of frames.
func (r *round) frames() int { return len(r.line.Clocks) }

// processPart accounts for the packets of one part, and leaves in it what began and ended.
func (r *round) processPart(i int, s *table.Shard) {
	p := &r.parts[i]
	s.Release(p.changes.Ended)
	for _, at := range p.frames {
		clock := r.line.Clocks[at]
		if s.Due(clock) {
			r.expire(s, int(at))
		}
		s.Process(&r.packets[at], r.line.Base+uint64(at), clock)
	}
	if last := len(r.line.Clocks) - 1; last >= 0 && s.Due(r.line.Clocks[last]) {
		r.expire(s, last)
	}
	r.takeOut(i, s)
}

// expire ends what is due at the frame with the given index.
func (r *round) expire(s *table.Shard, at int) {
	line := table.Timeline{Base: r.line.Base, Clocks: r.line.Clocks[:at+1]}
	s.Expire(&line)
}

func (r *round) takeOut(i int, s *table.Shard) {
	p := &r.parts[i]
	if cap(p.changes.Ended) > longEnded {
		p.changes.Ended = nil
	}
	s.Swap(&p.changes)
	p.slab = s.Slab()
}

// processSerially does in packet order what the shards would do side by side, where one packet may end another shard's
// flow: in a table that is full, and near MaxFlows. No shard may be at work meanwhile.
func (r *round) processSerially(m *meter) {
	for i, s := range m.shards {
		s.Release(r.parts[i].changes.Ended)
	}
	at := make([]int, len(r.parts))
	for i := range r.line.Clocks {
		for _, s := range m.shards {
			if s.Due(r.line.Clocks[i]) {
				r.expire(s, i)
			}
		}
		for j := range r.parts {
			own := r.parts[j].frames
			if at[j] == len(own) || own[at[j]] != uint32(i) {
				continue
			}
			p := &r.packets[i]
			at[j]++
			seq := r.line.Base + uint64(i)
			if !m.admit(m.shards[j], p, seq) {
				r.takeOutAll(m)
				return
			}
			m.shards[j].Process(p, seq, r.line.Clocks[i])
		}
	}
	r.takeOutAll(m)
}

func (r *round) takeOutAll(m *meter) {
	for i, s := range m.shards {
		r.takeOut(i, s)
	}
}

// settle gives the round's new flows their IDs and puts its ended ones in order. No shard may be at work meanwhile.
func (r *round) settle(m *meter) {
	expected := r.allExpected()
	r.rewind()
	for {
		first := -1
		for i := range r.parts {
			if p := &r.parts[i]; p.next < len(p.changes.Births) &&
				(first < 0 || p.birth().Seq < r.parts[first].birth().Seq) {
				first = i
			}
		}
		if first < 0 {
			break
		}
		p := &r.parts[first]
		expected = m.begin(p.slab.Core(p.birth().Slot), expected)
		p.next++
	}
	m.noteAll(expected)
	for i, s := range m.shards {
		s.Finish(r.parts[i].changes.Ended)
	}
	r.sortEnded(m)
}

func (r *round) sortEnded(m *meter) {
	r.rewind()
	r.order = r.order[:0]
	for {
		first := -1
		for i := range r.parts {
			if p := &r.parts[i]; p.next < len(p.changes.Ended) &&
				(first < 0 || p.end().Before(r.parts[first].end())) {
				first = i
			}
		}
		if first < 0 {
			return
		}
		p := &r.parts[first]
		slot := p.end().Slot
		r.order = append(r.order, exit{uint32(first), slot})
		m.leave(p.slab.Core(slot))
		p.next++
	}
}

// allExpected returns the expectations of all parts in packet order.
func (r *round) allExpected() []table.Expected {
	r.expected = r.expected[:0]
	for i := range r.parts {
		r.expected = append(r.expected, r.parts[i].changes.Expected...)
	}
	sort.Stable(&r.expected)
	return r.expected
}

// inPacketOrder sorts expectations.
type inPacketOrder []table.Expected

func (l *inPacketOrder) Len() int           { return len(*l) }
func (l *inPacketOrder) Less(i, j int) bool { return (*l)[i].Seq < (*l)[j].Seq }
func (l *inPacketOrder) Swap(i, j int)      { (*l)[i], (*l)[j] = (*l)[j], (*l)[i] }

// birth and end return the next of the part's births and ended flows, while the parts are merged.
func (p *part) birth() *table.Birth { return &p.changes.Births[p.next] }
func (p *part) end() *table.Ended   { return &p.changes.Ended[p.next] }

func (r *round) rewind() {
	for i := range r.parts {
		r.parts[i].next = 0
	}
}
