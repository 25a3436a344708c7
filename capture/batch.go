package capture

// Batch is what one call of Source.Next brings: frames and the storage behind them. The zero Batch is ready to use.
// Whoever calls Next owns it and may use the same one again, which keeps its storage.
type Batch struct {
	Frames []Frame
	// Clock is what a live source knows of time: up to then, in nanoseconds since the Unix epoch, it has handed out all
	// that there was, even if that is nothing. It is 0 of other sources.
	Clock int64

	buf []byte // storage of the frames' bytes
}

// Reset empties the batch and keeps its storage. Sources call it first.
func (b *Batch) Reset() {
	b.Frames, b.Clock = b.Frames[:0], 0
	b.buf = b.buf[:0]
}

// Append adds a frame whose Data is copied into the batch's own storage, for sources that cannot lend their memory.
func (b *Batch) Append(f Frame) {
	n := len(b.buf)
	b.buf = append(b.buf, f.Data...)
	f.Data = b.buf[n:len(b.buf):len(b.buf)]
	b.Frames = append(b.Frames, f)
}
