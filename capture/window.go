package capture

import "io"

const (
	maxFrames = 1024      // frames of one Next
	blockSize = 256 << 10 // bytes of one Next, unless a single record is longer
	firstRead = 64 << 10  // bytes of the first Next
	readUnit  = 4 << 10   // reads are a multiple of this
	maxRecord = 16 << 20  // maximum bytes of a packet record or block that is held; longer ones are malformed
	maxIdle   = 100       // maximum consecutive empty reads
)

// window is the part of the input that lies in the storage of the current Batch: buf[:pos] belongs to its frames,
// buf[pos:end] is not decoded yet. Between calls of Next it refers to no Batch: tail holds the bytes that are not
// decoded, at most blockSize unless a longer record was interrupted.
type window struct {
	r    io.Reader
	bulk bool // r never waits for a producer, so reads fill the window

	buf      []byte
	pos, end int
	base     int64 // offset in the input of buf[0]
	skip     int64 // bytes after end to discard
	want     int   // target size of the window, from the recent size of maxFrames
	tail     []byte
	err      error // error of r, not yet returned
}

func (w *window) unread() []byte { return w.buf[w.pos:w.end] }
func (w *window) offset() int64  { return w.base + int64(w.pos) }

// partial reports whether the input ended inside a record.
func (w *window) partial() bool { return w.pos < w.end || w.skip > 0 }

// consume skips n bytes. Bytes that have not been read yet are discarded without being held.
func (w *window) consume(n int64) {
	here := min(n, int64(w.end-w.pos))
	w.pos += int(here)
	w.skip += n - here
}

// attach moves the window into b's storage.
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

// detach leaves the bytes of its frames to b and keeps a copy of the rest.
func (w *window) detach(b *Batch) {
	w.tail = append(w.tail[:0], w.unread()...)
	w.adapt(len(b.Frames))
	b.buf = w.buf[:w.pos]
	w.base += int64(w.pos)
	w.buf, w.pos, w.end = nil, 0, 0
}

// adapt sets want to the size of a full batch, so that few bytes are read ahead and copied.
func (w *window) adapt(frames int) {
	if frames == maxFrames {
		w.want = min((w.pos+readUnit-1)/readUnit*readUnit, blockSize)
		return
	}
	w.want = min(w.want+w.want/8, blockSize)
}

// prefill reads ahead if that cannot block. No frame may lie in the window.
func (w *window) prefill() {
	if w.bulk {
		w.pull(min(w.want, len(w.buf)))
	}
}

// fill reads until the record of need bytes at pos is complete. No frame may lie in the window. At the end of the
// input it returns the error of the reader.
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

// limit returns the position to read up to. The buffer doubles only when it is full of received bytes.
func (w *window) limit(need int) int {
	if w.end == len(w.buf) && need > len(w.buf) {
		grown := make([]byte, min(2*len(w.buf), need))
		copy(grown, w.buf)
		w.buf = grown
	}
	return min(max(w.want, need), len(w.buf))
}

// pull reads up to limit, in one read unless bulk is set.
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
