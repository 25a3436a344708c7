// Package wire reads what protocols put on the wire: a cursor over bytes whose reads are checked against their end, and
// whose failure sticks, so that a parser reads straight on and asks once.
package wire

import "encoding/binary"

// Cursor reads from a slice of bytes, which it borrows. Once a read fails for want of bytes, that and every further read
// yields zeroes and empty slices, and OK reports false. The zero Cursor is at its end.
type Cursor struct {
	data   []byte
	at     int
	failed bool
}

// NewCursor returns a cursor at the begin of data.
func NewCursor(data []byte) Cursor { return Cursor{data: data} }

// OK reports whether every read so far found its bytes.
func (c *Cursor) OK() bool { return !c.failed }

// Offset returns the number of bytes read.
func (c *Cursor) Offset() int { return c.at }

// Len returns the number of bytes left, 0 after a failure.
func (c *Cursor) Len() int { return len(c.data) - c.at }

// Rest returns the bytes left without reading them.
func (c *Cursor) Rest() []byte { return c.data[c.at:] }

// Fail makes the cursor fail, for a parser that finds a value no good.
//
//go:noinline
func (c *Cursor) Fail() {
	c.failed = true
	c.at = len(c.data)
}

// Bytes reads n bytes, borrowed from the data. A negative n fails.
func (c *Cursor) Bytes(n int) []byte {
	if n < 0 || n > c.Len() {
		c.Fail()
		return nil
	}
	c.at += n
	return c.data[c.at-n : c.at : c.at]
}

// Skip reads n bytes away.
func (c *Cursor) Skip(n int) { c.Bytes(n) }

// SkipZeros passes over the zeros that come next, if there are any.
func (c *Cursor) SkipZeros() {
	for c.Len() >= 8 && binary.NativeEndian.Uint64(c.data[c.at:]) == 0 {
		c.at += 8
	}
	for c.at < len(c.data) && c.data[c.at] == 0 {
		c.at++
	}
}

// Uint8 reads a byte.
func (c *Cursor) Uint8() uint8 {
	if b := c.Bytes(1); b != nil {
		return b[0]
	}
	return 0
}

// Uint16 reads two bytes in network order.
func (c *Cursor) Uint16() uint16 {
	if b := c.Bytes(2); b != nil {
		return binary.BigEndian.Uint16(b)
	}
	return 0
}

// Uint24 reads three bytes in network order.
func (c *Cursor) Uint24() uint32 {
	if b := c.Bytes(3); b != nil {
		return uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2])
	}
	return 0
}

// Uint32 reads four bytes in network order.
func (c *Cursor) Uint32() uint32 {
	if b := c.Bytes(4); b != nil {
		return binary.BigEndian.Uint32(b)
	}
	return 0
}

// Uint64 reads eight bytes in network order.
func (c *Cursor) Uint64() uint64 {
	if b := c.Bytes(8); b != nil {
		return binary.BigEndian.Uint64(b)
	}
	return 0
}

// Block8 reads a block behind a length of one byte.
func (c *Cursor) Block8() Cursor { return c.Block(int(c.Uint8())) }

// Block16 reads a block behind a length of two bytes.
func (c *Cursor) Block16() Cursor { return c.Block(int(c.Uint16())) }

// Block24 reads a block behind a length of three bytes.
func (c *Cursor) Block24() Cursor { return c.Block(int(c.Uint24())) }

// Block reads n bytes away and returns a cursor over them, which has failed if they are not there.
func (c *Cursor) Block(n int) Cursor {
	b := c.Bytes(n)
	return Cursor{data: b, failed: c.failed}
}
