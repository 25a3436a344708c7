// Package rows gathers the rows of a sink, so that its writer gets many at once and never half of one.
package rows

import (
	"io"
	"sort"
)

// size is how many bytes are gathered before they are written.
const size = 64 << 10

// Unwriter is a writer that can take back the last n bytes it has written. A Buffer asks it to where a write failed
// within a row.
type Unwriter interface {
	io.Writer
	Unwrite(n int) error
}

// Buffer gathers rows for W. A sink embeds it, appends each row to what Row returns and gives the result to Done.
type Buffer struct {
	W     io.Writer
	Begin []byte // written before the first row, or alone where there is none

	buf   []byte
	ends  []int // of the rows in buf
	taken uint64
	begun bool  // Begin is in buf, or written
	err   error // of W; it stays
}

// Taken returns how many rows W has taken whole.
func (b *Buffer) Taken() uint64 {
	if b.begun && b.taken > 0 {
		return b.taken - 1
	}
	return b.taken
}

// Row returns the storage that the next row is to be appended to.
func (b *Buffer) Row() []byte {
	if b.Begin != nil {
		b.buf, b.Begin = append(b.buf, b.Begin...), nil
		b.ends = append(b.ends, len(b.buf))
		b.begun = true
	}
	return b.buf
}

// Done takes the storage with the row behind it.
func (b *Buffer) Done(buf []byte) error {
	b.buf = buf
	b.ends = append(b.ends, len(buf))
	if len(buf) < size {
		return b.err
	}
	return b.Flush()
}

// Flush writes what is gathered. Where that fails, W keeps whole rows only if it is an Unwriter; whatever comes
// afterwards is dropped and fails too.
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
			_ = w.Unwrite(half) // the write's own error tells more
		}
	}
}

// end returns where the first so many rows end.
func (b *Buffer) end(rows int) int {
	if rows == 0 {
		return 0
	}
	return b.ends[rows-1]
}
