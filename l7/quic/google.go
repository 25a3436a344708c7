package quic

import "github.com/nfstream/nfstream-go/l7/wire"

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
	Version Version // that the packet carries, or of its connection
	CID     []byte
	Number  uint64
	// Payload holds the frames after the hash, for a client's packet before encryption starts. For any other packet it
	// is ciphertext.
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
	if !c.OK() || !p.Version.isPublic() {
		return p, ErrNotQUIC
	}
	return p, p.readNumber(&c, numberLength(flags))
}

// ParseGoogleLater parses a client's packet without a version, of a connection with the known version v, up to Q043.
// The packets after the server's first answer carry no version, including that of a second CHLO. The errors are those
// of ParseGoogle.
func ParseGoogleLater(v Version, datagram []byte) (GooglePacket, error) {
	if !v.isPublic() {
		return GooglePacket{}, ErrNotQUIC
	}
	return parseLater(v, datagram, 0)
}

// parseLater reads a packet with a public header that has no version, but perhaps a nonce.
func parseLater(v Version, datagram []byte, nonce int) (p GooglePacket, err error) {
	c := wire.NewCursor(datagram)
	flags := c.Uint8()
	if !c.OK() || flags&(flagReserved|flagVersion|flagReset) != 0 {
		return p, ErrNotQUIC
	}
	p.Version = v
	if flags&flagCID != 0 {
		p.CID = c.Bytes(8)
	}
	c.Skip(nonce)
	return p, p.readNumber(&c, numberLength(flags))
}

// isPublic reports whether the version is one of Google's with public headers.
func (v Version) isPublic() bool { return v.google() > 0 && v.google() <= 43 }

// numberLength returns how long a public header's packet number is.
func numberLength(flags byte) int { return numberLengths[flags&flagNumber>>4] }

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
	if p.Version.isOld() {
		c.Skip(1)
	}
	p.Payload = c.Rest()
	if !c.OK() {
		return ErrMalformed
	}
	return nil
}

// parseGoogleLong parses a packet of Q046, which has the long header of an old draft.
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
