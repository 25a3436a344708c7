package capture

// Batch holds the frames of one Source.Next call and their storage. The zero value is ready to use. The caller of
// Next owns it and should reuse it, to keep its storage. Reset a Batch that is not reused soon: its frames may occupy
// memory of a live capture.
type Batch struct {
	Frames []Frame
	// Clock is the time of a live source in nanoseconds since the Unix epoch: it has returned all frames up to then.
	// It is 0 for other sources.
	Clock int64
	// Due is the deadline of the caller's next task. A live source waits for frames until its clock reaches Due, or
	// for a time of its choice if Due is 0. The caller sets it; sources do not change it.
	Due int64

	buf   []byte // storage of the frames' bytes
	loans []func()
}

// Reset empties the batch, keeps its storage and returns borrowed memory. Sources call it first.
func (b *Batch) Reset() {
	for _, giveBack := range b.loans {
		giveBack()
	}
	clear(b.loans)
	b.loans = b.loans[:0]
	b.Frames, b.Clock = b.Frames[:0], 0
	b.buf = b.buf[:0]
}

// Borrow makes the next Reset call giveBack, once. It is for sources that append frames in their own memory to
// Frames: they must not change that memory before giveBack.
func (b *Batch) Borrow(giveBack func()) { b.loans = append(b.loans, giveBack) }

// Append adds a frame whose Data is copied into the batch's own storage, for sources that cannot lend their memory.
func (b *Batch) Append(f Frame) {
	n := len(b.buf)
	b.buf = append(b.buf, f.Data...)
	f.Data = b.buf[n:len(b.buf):len(b.buf)]
	b.Frames = append(b.Frames, f)
}
