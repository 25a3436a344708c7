package meter

import (
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// lane meters the frames of one source with one shard, in one goroutine.
type lane struct {
	in      intake
	room    admission
	shard   *table.Shard
	index   int           // of the shard
	packet  packet.Packet // the current one
	spare   []byte        // its frame, if the decoder held it
	line    table.Timeline
	export  func()  // takes what has ended, within a batch too
	updated *Update // the latest that is in force
}

// init prepares a lane with one of the shards. The caller sets export.
func (w *lane) init(m *Meter, shard int) {
	w.in, w.room, w.shard, w.index = newIntake(&m.cfg), m.newAdmission(), m.shards[shard], shard
	w.room.shards = m.shards[shard : shard+1]
}

// process accounts for the frames of a batch, up to the first one that exceeds MaxFlows.
func (w *lane) process(b *capture.Batch) {
	frames := b.Frames
	w.line = table.Timeline{Base: w.in.frames, Clocks: w.line.Clocks[:0]}
	fits := w.room.fits(len(frames) + w.in.decoder.Held())
	for i := range frames {
		ok := w.in.decode(&frames[i], &w.packet)
		if !w.account(ok, fits) || w.in.due() && !w.release(fits) {
			return
		}
	}
	if w.in.tick(b.Clock) {
		w.account(false, fits)
		w.release(fits)
	}
}

// account ends the flows that are due, and then accounts for the current packet if ok. It reports false if the packet
// exceeds MaxFlows. Packets that fit need no admission.
func (w *lane) account(ok, fits bool) bool {
	w.line.Clocks = append(w.line.Clocks, w.in.clock)
	if w.shard.Due(w.in.clock) {
		w.expire()
	}
	if ok {
		if !fits && !w.room.admit(w.shard, &w.packet, w.in.frames) {
			return false
		}
		w.shard.Process(&w.packet, w.in.frames, w.in.clock)
	}
	w.in.frames++
	return true
}

// release accounts for the frames that the decoder held and that are due, each as a frame that arrives now.
func (w *lane) release(fits bool) bool {
	for {
		var ok bool
		if w.spare, ok = w.in.release(&w.packet, w.spare[:0]); !ok {
			return true
		}
		if !w.account(true, fits) {
			return false
		}
	}
}

// expire ends the flows that are due at the last frame. It exports them in parts if they are many.
func (w *lane) expire() {
	for w.shard.Expire(&w.line) {
		w.export()
	}
}

// flush accounts for all frames that the decoder held, at the end of the source, and ends the flows that are alive.
func (w *lane) flush() {
	w.in.decoder.Flush()
	if !w.room.full {
		w.release(false)
	}
	for more := true; more; {
		more = w.room.endSome()
		w.export()
	}
}
