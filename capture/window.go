package capture

import "io"

const (
	maxFrames = 1024      // frames of one Next
	blockSize = 256 << 10 // bytes of one Next, unless a single record is longer
	firstRead = 64 << 10  // bytes of the first Next
	readUnit  = 4 << 10   // reads are a multiple of this
	maxRecord = 16 << 20  // bytes of a packet record or block that has to be held; longer ones are malformed
	maxIdle   = 100       // reads in a row that may bring nothing
)

// window is the part of the input that lies in the Batch being filled: buf[:pos] belongs to its frames,
// buf[pos:end] is still to be decoded. Between two calls of Next it holds no Batch's bytes: what was not decoded waits
// in tail, which is at most blockSize long unless a longer record was interrupted.
type window struct {
	r    io.Reader
	bulk bool // r never waits for a producer, so reads may as well fill the window

	buf      []byte
	pos, end int
	base     int64 // offset in the input of buf[0]
	skip     int64 // bytes behind end that are to be dropped
	want     int   // bytes to have in the window, following how many maxFrames took lately
	tail     []byte
	err      error // of r, not yet returned
}

func (w *window) unread() []byte { return w.buf[w.pos:w.end] }
func (w *window) offset() int64  { return w.base + int64(w.pos) }

// partial reports whether the input ended inside a record.
func (w *window) partial() bool { return w.pos < w.end || w.skip > 0 }

// consume passes over n bytes, which need not have been read yet and are then never held.
func (w *window) consume(n int64) {
	here := min(n, int64(w.end-w.pos))
	w.pos += int(here)
	w.skip += n - here
}

// attach lays the window over b's storage.
func (w *window) attach(b *Batch) {
	if cap(b.Frames) < maxFrames {
		b.Frames = make([]Frame, 0, maxFrames)
	}
	if room := max(blockSize, len(w.tail)); cap(b.buf) < room {
		b.buf = make([]byte, room)
	}
	w.buf = b.buf[:cap(b.buf)]
	w.pos, w.end = 0, copy(w.buf, w.tail)
}

// detach leaves to b the bytes that its frames lie in and keeps a copy of the rest.
func (w *window) detach(b *Batch) {
	w.tail = append(w.tail[:0], w.unread()...)
	w.adapt(len(b.Frames))
	b.buf = w.buf[:w.pos]
	w.base += int64(w.pos)
	w.buf, w.pos, w.end = nil, 0, 0
}

// adapt sets want to what a full batch takes, so that little is read beyond it and copied again.
func (w *window) adapt(frames int) {
	if frames == maxFrames {
		w.want = min((w.pos+readUnit-1)/readUnit*readUnit, blockSize)
		return
	}
	w.want = min(w.want+w.want/8, blockSize)
}

// prefill reads ahead where that cannot wait. No frame may lie in the window.
func (w *window) prefill() {
	if w.bulk {
		w.pull(min(w.want, len(w.buf)))
	}
}

// fill reads on while a record of need bytes at pos is not all there. No frame may lie in the window. It returns the
// error of the reader if there was nothing more to read.
func (w *window) fill(need int) error {
	w.compact()
	before := w.base + int64(w.end)
	w.pull(w.limit(need))
	if w.base+int64(w.end) > before {
		return nil
	}
	err := w.err
	w.err = nil
	return err
}

func (w *window) compact() {
	if w.pos == 0 {
		return
	}
	n := copy(w.buf, w.unread())
	w.base += int64(w.pos)
	w.pos, w.end = 0, n
}

// limit is how far to read. The buffer doubles only when it is full of bytes that really came.
func (w *window) limit(need int) int {
	if w.end == len(w.buf) && need > len(w.buf) {
		grown := make([]byte, min(2*len(w.buf), need))
		copy(grown, w.buf)
		w.buf = grown
	}
	return min(max(w.want, need), len(w.buf))
}

// pull reads up to limit, in one read unless reading is in bulk.
func (w *window) pull(limit int) {
	for idle := 0; w.end < limit && w.err == nil; {
		n, err := w.r.Read(w.buf[w.end:limit])
		w.end += n
		w.err = err
		w.discard()
		if n > 0 && !w.bulk {
			return
		}
		if idle++; n > 0 {
			idle = 0
		} else if idle == maxIdle && err == nil {
			w.err = io.ErrNoProgress
		}
	}
}

func (w *window) discard() {
	n := min(w.skip, int64(w.end-w.pos))
	w.pos += int(n)
	w.skip -= n
}
