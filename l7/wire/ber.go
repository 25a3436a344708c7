package wire

// BER reads the identifier and the length of an element in BER (ITU-T X.690, sections 8.1.2 and 8.1.3). The tag fits in
// one byte, and the length is definite and below 2^32, else the cursor fails. The element's content may be cut short.
func (c *Cursor) BER() (tag uint8, length int) {
	tag, n := c.Uint8(), c.Uint8()
	switch {
	case tag&0x1f == 0x1f || n == 0x80 || n > 0x84:
		c.Fail()
		return 0, 0
	case n < 0x80:
		length = int(n)
	default:
		for range n & 0x7f {
			length = length<<8 | int(c.Uint8())
		}
	}
	if !c.OK() || length < 0 {
		c.Fail()
		return 0, 0
	}
	return tag, length
}

// Element reads an element of the given tag in BER and returns a cursor over its content.
func (c *Cursor) Element(tag uint8) Cursor {
	got, length := c.BER()
	if got != tag {
		c.Fail()
	}
	return c.Block(length)
}
