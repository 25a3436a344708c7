package meter

import (
	"context"
	"sort"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// window is some batches on their way through a parallel run. It has one owner after the other: the worker that fills and
// decodes it; the shards, each for its own part; the worker that commits it; the shards again, which finish its ended
// flows; and the worker that emits them. The slots of its ended flows are released when the shards get the window again.
type window struct {
	batches []capture.Batch
	filled  int   // of the batches
	live    bool  // the source is
	brisk   bool  // the source seems to have more at once
	err     error // of the source, after them

	line     table.Timeline
	packets  []packet.Packet // of the frames of the line, if they were decoded
	released []byte          // the frames among them that the decoder held
	counts   packet.Counts   // of all frames up to its last
	parts    []part          // by shard
	order    []exit          // of the ended flows
	expected inPacketOrder   // scratch
}

const (
	briskBatch = 128     // a batch of fewer frames ends the window: its source is slow
	longEnded  = 1 << 14 // a longer list of ended flows is not kept for the next window
)

// part is a shard's part of a window.
type part struct {
	frames  []uint32 // of its packets, as indexes in the line
	changes table.Changes
	slab    table.Slab // shows the births and the ended
	next    int        // position while the parts are merged
}

// exit names an ended flow by its part and slot.
type exit struct{ part, slot uint32 }

// partFor returns which of n shards a hash belongs to. It uses other bits than a shard's index does.
func partFor(hash uint64, n int) int { return int(hash >> 32 * uint64(n) >> 32) }

func newWindow(shards, batches int) *window {
	return &window{parts: make([]part, shards), batches: make([]capture.Batch, batches)}
}

// fill takes batches from the source, at least one, and decodes each as it arrives. It returns what all batches have
// borrowed first, since those that it does not fill might keep it for long.
func (w *window) fill(ctx context.Context, src capture.Source, in *intake) {
	w.resetBatches()
	w.reset(in)
	for w.filled = 0; w.filled < len(w.batches); {
		b := &w.batches[w.filled]
		w.err = src.Next(ctx, b)
		w.filled++
		w.decode(in, b)
		if w.err != nil {
			in.decoder.Flush()
			w.release(in)
		}
		if w.brisk = w.err == nil && len(b.Frames) >= briskBatch; !w.brisk {
			break
		}
	}
	in.frames += uint64(len(w.line.Clocks))
	w.counts = in.counts
}

// reset empties the window, for the frames that come next.
func (w *window) reset(in *intake) {
	for i := range w.parts {
		w.parts[i].frames = w.parts[i].frames[:0]
	}
	w.live = false
	w.released = emptied(w.released)
	w.line = table.Timeline{Base: in.frames, Clocks: w.line.Clocks[:0]}
}

// decode reads the headers of a batch's frames and gives their packets to the parts.
func (w *window) decode(in *intake, b *capture.Batch) {
	for i := range b.Frames {
		p := w.next()
		if in.decode(&b.Frames[i], p) {
			w.assign(p)
		}
		w.line.Clocks = append(w.line.Clocks, in.clock)
		if in.due() {
			w.release(in)
		}
	}
	if in.tick(b.Clock) {
		w.line.Clocks = append(w.line.Clocks, in.clock)
		w.release(in)
	}
	w.live = w.live || b.Clock != 0
}

// next returns the packet for the next frame of the line.
func (w *window) next() *packet.Packet {
	at := len(w.line.Clocks)
	for at >= len(w.packets) { // a tick has no packet
		w.packets = append(w.packets, packet.Packet{})
	}
	return &w.packets[at]
}

// assign gives the packet of the next frame of the line to its part.
func (w *window) assign(p *packet.Packet) {
	own := &w.parts[partFor(p.Hash, len(w.parts))]
	own.frames = append(own.frames, uint32(len(w.line.Clocks)))
}

// release takes the frames that the decoder held and that are due, each as a frame that arrives now.
func (w *window) release(in *intake) {
	for {
		p, ok := w.next(), false
		if w.released, ok = in.release(p, w.released); !ok {
			return
		}
		w.assign(p)
		w.line.Clocks = append(w.line.Clocks, in.clock)
	}
}

// resetBatches returns what the batches have borrowed from the source.
func (w *window) resetBatches() {
	for i := range w.batches {
		w.batches[i].Reset()
	}
}

// frames returns the number of frames.
func (w *window) frames() int { return len(w.line.Clocks) }

// process accounts for the packets of one part, and leaves in it what began and ended.
func (w *window) process(i int, s *table.Shard) {
	p := &w.parts[i]
	s.Release(p.changes.Ended)
	for _, at := range p.frames {
		clock := w.line.Clocks[at]
		if s.Due(clock) {
			w.expire(s, int(at))
		}
		s.Process(&w.packets[at], w.line.Base+uint64(at), clock)
	}
	if last := len(w.line.Clocks) - 1; last >= 0 && s.Due(w.line.Clocks[last]) {
		w.expire(s, last)
	}
	w.take(i, s)
}

// expire ends what is due at the frame with the given index.
func (w *window) expire(s *table.Shard, at int) {
	line := table.Timeline{Base: w.line.Base, Clocks: w.line.Clocks[:at+1]}
	s.Expire(&line)
}

// take takes what began and ended out of a shard.
func (w *window) take(i int, s *table.Shard) {
	p := &w.parts[i]
	if cap(p.changes.Ended) > longEnded {
		p.changes.Ended = nil
	}
	s.Swap(&p.changes)
	p.slab = s.Slab()
}

// processSerially accounts for the packets of all parts in packet order. It is for windows in which a packet may end
// another shard's flow: when the table is nearly full, and near MaxFlows. No shard may be at work meanwhile.
func (w *window) processSerially(room *admission) {
	defer w.takeAll(room.shards)
	for i, s := range room.shards {
		s.Release(w.parts[i].changes.Ended)
	}
	at := make([]int, len(w.parts))
	for i := range w.line.Clocks {
		for _, s := range room.shards {
			if s.Due(w.line.Clocks[i]) {
				w.expire(s, i)
			}
		}
		for j := range w.parts {
			own := w.parts[j].frames
			if at[j] == len(own) || own[at[j]] != uint32(i) {
				continue
			}
			p := &w.packets[i]
			at[j]++
			seq := w.line.Base + uint64(i)
			if !room.admit(room.shards[j], p, seq) {
				return
			}
			room.shards[j].Process(p, seq, w.line.Clocks[i])
		}
	}
}

func (w *window) takeAll(shards []*table.Shard) {
	for i, s := range shards {
		w.take(i, s)
	}
}

// commit registers the window's new flows in packet order and puts its ended ones in order. No shard may be at work
// meanwhile.
func (w *window) commit(l *ledger) {
	expected := w.allExpected()
	w.rewind()
	for {
		first := -1
		for i := range w.parts {
			if p := &w.parts[i]; p.next < len(p.changes.Births) &&
				(first < 0 || p.birth().Seq < w.parts[first].birth().Seq) {
				first = i
			}
		}
		if first < 0 {
			break
		}
		p := &w.parts[first]
		expected = l.enter(&p.slab, p.birth().Slot, expected)
		p.next++
	}
	l.expect(expected)
	w.sortEnded(l)
}

func (w *window) sortEnded(l *ledger) {
	w.rewind()
	w.order = w.order[:0]
	for {
		first := -1
		for i := range w.parts {
			if p := &w.parts[i]; p.next < len(p.changes.Ended) &&
				(first < 0 || p.end().Before(w.parts[first].end())) {
				first = i
			}
		}
		if first < 0 {
			return
		}
		p := &w.parts[first]
		slot := p.end().Slot
		w.order = append(w.order, exit{uint32(first), slot})
		l.leave(p.slab.Core(slot))
		p.next++
	}
}

// finish finishes the ended flows of one part. The window has been committed.
func (w *window) finish(i int, s *table.Shard) { s.Finish(w.parts[i].changes.Ended) }

// allExpected returns the expectations of all parts in packet order.
func (w *window) allExpected() []table.Expected {
	w.expected = w.expected[:0]
	for i := range w.parts {
		w.expected = append(w.expected, w.parts[i].changes.Expected...)
	}
	sort.Stable(&w.expected)
	return w.expected
}

// inPacketOrder sorts expectations.
type inPacketOrder []table.Expected

func (l *inPacketOrder) Len() int           { return len(*l) }
func (l *inPacketOrder) Less(i, j int) bool { return (*l)[i].Seq < (*l)[j].Seq }
func (l *inPacketOrder) Swap(i, j int)      { (*l)[i], (*l)[j] = (*l)[j], (*l)[i] }

// birth and end return the part's next birth and its next ended flow, while the parts are merged.
func (p *part) birth() *table.Birth { return &p.changes.Births[p.next] }
func (p *part) end() *table.Ended   { return &p.changes.Ended[p.next] }

func (w *window) rewind() {
	for i := range w.parts {
		w.parts[i].next = 0
	}
}
