package quic

import (
	"github.com/nfstream/nfstream-go/l7/wire"
)

// The bits of a public header's flags, of Google's versions up to Q043.
const (
	flagVersion  = 0x01
	flagReset    = 0x02
	flagNonce    = 0x04 // from the server, 32 bytes
	flagCID      = 0x08
	flagNumber   = 0x30
	flagReserved = 0xc0

	hashLength = 12 // over the packet, before the handshake has keys
)

// GooglePacket is a packet of Google's QUIC from before the standard: one with a public header, up to Q043, or of Q046.
// Its slices are borrowed.
type GooglePacket struct {
	Version Version // 0 for a packet that carries none
	CID     []byte
	Number  uint64
	Reset   bool // a public reset, with nothing behind the connection id
	// Payload are the frames of a client's packet before there are keys, behind the hash; of any other packet it is
	// ciphertext.
	Payload []byte

	numberLength int
}

// ParseGoogle reads a client's packet with a version, such as its first ones have. ErrNotQUIC says that the datagram is
// no such packet of a version known here; ErrMalformed that it ends early.
func ParseGoogle(datagram []byte) (p GooglePacket, err error) {
	c := wire.NewCursor(datagram)
	flags := c.Uint8()
	if flags&longBit != 0 {
		return parseGoogleLong(datagram)
	}
	if flags&flagReserved != 0 || flags&flagVersion == 0 || flags&flagReset != 0 {
		return p, ErrNotQUIC
	}
	if flags&flagCID != 0 {
		p.CID = c.Bytes(8)
	}
	p.Version = Version(c.Uint32())
	if n := p.Version.google(); !c.OK() || n == 0 || n > 43 {
		return p, ErrNotQUIC
	}
	length := [...]int{1, 2, 4, 6}[flags&flagNumber>>4]
	return p, p.readNumber(&c, length)
}

// readNumber reads what follows the version: the packet number, the hash, and of old versions private flags.
func (p *GooglePacket) readNumber(c *wire.Cursor, length int) error {
	p.numberLength = length
	little := p.Version.google() < 39
	for i, b := range c.Bytes(length) {
		if little {
			p.Number |= uint64(b) << (8 * i)
		} else {
			p.Number = p.Number<<8 | uint64(b)
		}
	}
	c.Skip(hashLength)
	if p.Version.google() < 34 {
		c.Skip(1)
	}
	p.Payload = c.Rest()
	if !c.OK() {
		return ErrMalformed
	}
	return nil
}

// parseGoogleLong reads a packet of Q046, whose long header is an old draft's.
func parseGoogleLong(datagram []byte) (p GooglePacket, err error) {
	h, _, err := ParseHeader(datagram)
	if h.Version != Q046 {
		return p, ErrNotQUIC
	}
	p.Version, p.CID = h.Version, h.DCID
	if err != nil {
		return p, err
	}
	c := wire.NewCursor(h.Packet[h.number:])
	return p, p.readNumber(&c, int(datagram[0]&3)+1)
}

// parseQ046 reads the rest of a header of Q046: a byte with the lengths of both connection ids, less three unless zero.
func (h *Header) parseQ046(c *wire.Cursor) (Header, []byte, error) {
	lengths := c.Uint8()
	h.DCID = c.Bytes(oldLength(lengths >> 4))
	h.SCID = c.Bytes(oldLength(lengths & 0xf))
	h.Type = [...]PacketType{Initial, ZeroRTT, Handshake, Retry}[h.Packet[0]>>4&3]
	h.number = c.Offset()
	if !c.OK() {
		return *h, nil, ErrMalformed
	}
	return *h, nil, nil
}

func oldLength(n byte) int {
	if n == 0 {
		return 0
	}
	return int(n) + 3
}

// Handshake returns the first bytes of the stream that Google's handshake goes over, as ParseMessage takes them; nil if
// the packet's frames do not begin with them. The packet must be a client's before there are keys.
func (p *GooglePacket) Handshake() []byte {
	c := wire.NewCursor(p.Payload)
	for c.Len() > 0 {
		switch kind := c.Uint8(); {
		case kind&0x80 != 0:
			return streamData(&c, kind)
		case kind == framePadding, kind == 0x07: // PING
		case kind == 0x06: // STOP_WAITING
			c.Skip(p.numberLength)
		case kind&0x40 != 0:
			skipGoogleACK(&c, kind)
		default:
			return nil
		}
	}
	return nil
}

// skipGoogleACK skips an ACK frame, 01ntllmm, as it is since Q034: the lengths of the largest number acknowledged and of
// a block's, and whether there are more blocks than one.
func skipGoogleACK(c *wire.Cursor, kind byte) {
	lengths := [...]int{1, 2, 4, 6}
	block := lengths[kind&3]
	c.Skip(lengths[kind>>2&3] + 2) // largest, delay
	blocks := 0
	if kind&0x20 != 0 {
		blocks = int(c.Uint8())
	}
	c.Skip(block + blocks*(1+block))
	if times := int(c.Uint8()); times > 0 {
		c.Skip(2 + 3*times) // 5 bytes of the first, 3 of each other
	}
}

// streamData reads a STREAM frame, 1fdooossB: whether the data's length is there, and the lengths of the offset and of
// the stream's number. It returns the data of stream 1 at offset 0.
func streamData(c *wire.Cursor, kind byte) []byte {
	stream := c.Bytes(int(kind&3) + 1)
	offset := 0
	if n := int(kind >> 2 & 7); n > 0 {
		offset = n + 1
	}
	for _, b := range c.Bytes(offset) {
		if b != 0 {
			return nil
		}
	}
	if kind&0x20 != 0 {
		c.Skip(2) // the message has lengths of its own
	}
	if !c.OK() || stream[0]|stream[len(stream)-1] != 1 {
		return nil
	}
	return c.Rest()
}
