// Package rows gathers the rows of a sink, so that its writer gets many at once and never half of one.
package rows

import "io"

// size is how many bytes are gathered before they are written.
const size = 64 << 10

// Buffer gathers rows for W. A sink embeds it, appends each row to what Row returns and gives the result to Done.
type Buffer struct {
	W     io.Writer
	Begin []byte // written before the first row, or alone where there is none

	buf []byte
	err error // of W; it stays
}

// Row returns the storage that the next row is to be appended to.
func (b *Buffer) Row() []byte {
	if b.Begin != nil {
		b.buf, b.Begin = append(b.buf, b.Begin...), nil
	}
	return b.buf
}

// Done takes the storage with the row behind it.
func (b *Buffer) Done(buf []byte) error {
	b.buf = buf
	if len(buf) < size {
		return b.err
	}
	return b.Flush()
}

// Flush writes what is gathered.
func (b *Buffer) Flush() error {
	if buf := b.Row(); b.err == nil && len(buf) > 0 {
		_, b.err = b.W.Write(buf)
	}
	b.buf = b.buf[:0]
	return b.err
}
