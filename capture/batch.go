package capture

// Batch is what one call of Source.Next brings: frames and the storage behind them. The zero Batch is ready to use.
// Whoever calls Next owns it and may use the same one again, which keeps its storage. One that is not used again for a
// while should be Reset, as its frames may lie in memory that a live capture needs.
type Batch struct {
	Frames []Frame
	// Clock is what a live source knows of time: up to then, in nanoseconds since the Unix epoch, it has handed out all
	// that there was, even if that is nothing. It is 0 of other sources.
	Clock int64
	// Due tells a live source how long it may wait for frames: until its clock gets there, when its caller has to do
	// something at the latest, or as it sees fit where Due is 0. The caller sets it, and sources leave it alone.
	Due int64

	buf   []byte // storage of the frames' bytes
	loans []func()
}

// Reset empties the batch and keeps its storage, and gives back what it has borrowed. Sources call it first.
func (b *Batch) Reset() {
	for _, giveBack := range b.loans {
		giveBack()
	}
	clear(b.loans)
	b.loans = b.loans[:0]
	b.Frames, b.Clock = b.Frames[:0], 0
	b.buf = b.buf[:0]
}

// Borrow has the next Reset call giveBack, once, for a source that appends frames of its own memory to Frames: until
// then it leaves that memory alone.
func (b *Batch) Borrow(giveBack func()) { b.loans = append(b.loans, giveBack) }

// Append adds a frame whose Data is copied into the batch's own storage, for sources that cannot lend their memory.
func (b *Batch) Append(f Frame) {
	n := len(b.buf)
	b.buf = append(b.buf, f.Data...)
	f.Data = b.buf[n:len(b.buf):len(b.buf)]
	b.Frames = append(b.Frames, f)
}
