package quic

import "github.com/nfstream/nfstream-go/l7/wire"

// Handshake returns the packet's bytes of the stream that carries Google's handshake. If they begin a message,
// ParseMessage can parse them. Handshake returns nil if the packet's frames do not begin with them. The packet must be
// a client's packet before encryption starts.
func (p *GooglePacket) Handshake() []byte {
	c := wire.NewCursor(p.Payload)
	for c.Len() > 0 {
		switch kind := c.Uint8(); {
		case kind&0x80 != 0:
			return streamData(&c, kind)
		case kind == framePadding, kind == frameGooglePing:
		case kind == 0x06: // STOP_WAITING
			c.Skip(p.numberLength)
			if p.Version.isOld() {
				c.Skip(1) // entropy
			}
		case kind&0xc0 != frameGoogleACK:
			return nil
		case p.Version.isOld():
			skipOldACK(&c, kind)
		default:
			skipGoogleACK(&c, kind)
		}
	}
	return nil
}

// isOld reports whether packets of the version have private flags, and acknowledgements with entropy.
func (v Version) isOld() bool { return v.isPublic() && v.google() < 34 }

// The lengths of numbers, by the two bits of a frame's first byte that encode them.
var numberLengths = [...]int{1, 2, 4, 6}

// skipGoogleACK skips an ACK frame in its format since Q034. Its type is 01ntllmm: n is set for several blocks, ll is
// the length of the largest acknowledged number, and mm that of a block.
func skipGoogleACK(c *wire.Cursor, kind byte) {
	block := numberLengths[kind&3]
	c.Skip(numberLengths[kind>>2&3] + 2) // largest, delay
	blocks := 0
	if kind&0x20 != 0 {
		blocks = int(c.Uint8())
	}
	c.Skip(block + blocks*(1+block))
	skipTimes(c)
}

// skipTimes skips the times of receipt in an ACK frame: 5 bytes of the first, 3 of each other.
func skipTimes(c *wire.Cursor) {
	if times := int(c.Uint8()); times > 0 {
		c.Skip(2 + 3*times)
	}
}

// skipOldACK skips an ACK frame in its format before Q034. It lists missing packets instead of received ones, and
// revived packets.
func skipOldACK(c *wire.Cursor, kind byte) {
	number := numberLengths[kind>>2&3]
	c.Skip(1 + number + 2) // entropy, largest, delay
	skipTimes(c)
	if kind&0x20 != 0 {
		c.Skip(int(c.Uint8()) * (numberLengths[kind&3] + 1))
		c.Skip(int(c.Uint8()) * number)
	}
}

// streamData reads a STREAM frame, 1fdooossB: whether the data's length is there, and the lengths of the offset and of
// the stream's number. It returns the data of stream 1.
func streamData(c *wire.Cursor, kind byte) []byte {
	stream := c.Bytes(int(kind&3) + 1)
	if n := int(kind >> 2 & 7); n > 0 {
		c.Skip(n + 1) // offset
	}
	if kind&0x20 != 0 {
		c.Skip(2) // the message has lengths of its own
	}
	if !c.OK() || stream[0]|stream[len(stream)-1] != 1 {
		return nil
	}
	return c.Rest()
}
