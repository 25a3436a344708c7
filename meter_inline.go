package nfstream

import (
	"context"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// inline is the state of a run with one shard and no further goroutine.
type inline struct {
	*meter
	shard   *table.Shard
	out     consumer
	packet  packet.Packet // the one at hand
	spare   []byte        // its frame, where the decoder held that
	changes table.Changes
	line    table.Timeline
	view    flow.Flow
	relieve func() // hands on what has ended so far, within a batch

	refused error // of out
}

func (m *meter) runInline(ctx context.Context, out consumer) error {
	m.s.stats.begin(1)
	r := inline{meter: m, shard: m.shards[0], out: out}
	r.relieve = r.export
	var batch capture.Batch
	defer batch.Reset()
	for {
		err := m.s.source.Next(ctx, &batch)
		r.process(&batch)
		r.export()
		if batch.Due = r.shard.NextDue(); batch.Clock != 0 && r.refused == nil {
			batch.Due, r.refused = r.rest(batch.Due)
		}
		if err != nil || m.full || r.refused != nil {
			return r.finish(ctx, err)
		}
	}
}

// process accounts for the frames of a batch, up to the one that would exceed MaxFlows.
func (r *inline) process(b *capture.Batch) {
	frames := b.Frames
	r.line = table.Timeline{Base: r.frames, Clocks: r.line.Clocks[:0]}
	roomy := r.roomy(len(frames) + r.decoder.Held())
	for i := range frames {
		ok := r.decode(&frames[i], &r.packet)
		if !r.account(ok, roomy) || r.due() && !r.releaseAll(roomy) {
			return
		}
	}
	if r.tick(b.Clock) {
		r.account(false, roomy)
		r.releaseAll(roomy)
	}
}

// account ends what is due, and then accounts for the packet at hand, if there is one. It reports false where that would
// exceed MaxFlows.
func (r *inline) account(ok, roomy bool) bool {
	r.line.Clocks = append(r.line.Clocks, r.clock)
	if r.shard.Due(r.clock) {
		r.expire()
	}
	if ok {
		if !roomy && !r.admit(r.shard, &r.packet, r.frames) {
			return false
		}
		r.shard.Process(&r.packet, r.frames, r.clock)
	}
	r.frames++
	return true
}

// releaseAll accounts for the frames that the decoder held and that are due, each as one that comes now.
func (r *inline) releaseAll(roomy bool) bool {
	for {
		var ok bool
		if r.spare, ok = r.release(&r.packet, r.spare[:0]); !ok {
			return true
		}
		if !r.account(true, roomy) {
			return false
		}
	}
}

// flush accounts for all frames that the decoder held, at the end of the source.
func (r *inline) flush() {
	r.decoder.Flush()
	if !r.full {
		r.releaseAll(false)
	}
}

// expire ends what is due at the last frame, and hands the ended on where they are many.
func (r *inline) expire() {
	for r.shard.Expire(&r.line) {
		r.relieve()
	}
}

// export gives the new flows their IDs and emits those that have ended, unless the consumer has had enough.
func (r *inline) export() {
	r.shard.Swap(&r.changes)
	slab := r.shard.Slab()
	expected := r.changes.Expected
	for _, b := range r.changes.Births {
		expected = r.begin(slab.Core(b.Slot), expected)
	}
	r.noteAll(expected)
	r.shard.Finish(r.changes.Ended)
	for _, e := range r.changes.Ended {
		slab.View(e.Slot, &r.view)
		r.leave(r.view.Core)
		if r.refused == nil {
			r.refused = r.out.emit(&r.view)
		}
	}
	r.shard.Release(r.changes.Ended)
	r.post(&r.counts, r.shed(), 0)
}

// rest tells the consumer that it has all flows so far, and returns the clock at which there is something to do next, 0
// for soon.
func (r *inline) rest(due int64) (int64, error) {
	waiting, err := r.out.rest()
	if waiting {
		due = 0
	}
	return due, err
}

// finish ends the flows that are alive; err is why the run ends.
func (r *inline) finish(ctx context.Context, err error) error {
	r.flush()
	for more := true; more; {
		more = r.endSome()
		r.export()
	}
	if r.refused != nil {
		return r.refused
	}
	return sourceError(ctx, err)
}
