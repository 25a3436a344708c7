// Package rows buffers the rows of a sink, so that its writer gets many rows at once and never half a row.
package rows

import (
	"io"
	"sort"
)

// size is the number of bytes to buffer before a write.
const size = 64 << 10

// Unwriter is a writer that can remove the last n bytes that it has written. A Buffer uses it if a write fails within
// a row.
type Unwriter interface {
	io.Writer
	Unwrite(n int) error
}

// Buffer buffers rows for W. A sink embeds it, appends each row to the result of Row and passes the result to Done.
type Buffer struct {
	W     io.Writer
	Begin []byte // written before the first row, or alone if there are no rows

	buf   []byte
	ends  []int // ends of the rows in buf
	taken uint64
	begun bool  // Begin is in buf or has been written
	err   error // first error of W
}

// Taken returns the number of whole rows that W has accepted.
func (b *Buffer) Taken() uint64 {
	if b.begun && b.taken > 0 {
		return b.taken - 1
	}
	return b.taken
}

// Row returns the storage to append the next row to.
func (b *Buffer) Row() []byte {
	if b.Begin != nil {
		b.buf, b.Begin = append(b.buf, b.Begin...), nil
		b.ends = append(b.ends, len(b.buf))
		b.begun = true
	}
	return b.buf
}

// Done receives the storage with the row appended.
func (b *Buffer) Done(buf []byte) error {
	b.buf = buf
	b.ends = append(b.ends, len(buf))
	if len(buf) < size {
		return b.err
	}
	return b.Flush()
}

// Flush writes the buffered rows. If that fails, W keeps whole rows only if it is an Unwriter. Later rows are dropped
// with the same error.
func (b *Buffer) Flush() error {
	if buf := b.Row(); b.err == nil && len(buf) > 0 {
		b.write(buf)
	}
	b.buf, b.ends = b.buf[:0], b.ends[:0]
	return b.err
}

func (b *Buffer) write(buf []byte) {
	var n int
	n, b.err = b.W.Write(buf)
	whole := sort.SearchInts(b.ends, n+1)
	b.taken += uint64(whole)
	if b.err == nil {
		return
	}
	if w, ok := b.W.(Unwriter); ok {
		if half := n - b.end(whole); half > 0 {
			_ = w.Unwrite(half) // the error of the write is more useful
		}
	}
}

// end returns the end of the first n rows.
func (b *Buffer) end(rows int) int {
	if rows == 0 {
		return 0
	}
	return b.ends[rows-1]
}
