package quic

import (
	"iter"

	"github.com/nfstream/nfstream-go/l7/wire"
)

// PacketType is the type of a packet.
type PacketType uint8

// The types of packets. A Short packet carries no version, and only the state of its connection identifies it.
const (
	Short PacketType = iota
	Initial
	ZeroRTT
	Handshake
	Retry
	Negotiation
	// Opaque is a packet with a long header of a version that is unknown or has unknown packet types.
	Opaque
)

// The bits of a first byte (RFC 8999, section 5; RFC 9000, section 17).
const (
	longBit  = 0x80
	fixedBit = 0x40
)

// Header is the header of a packet. Its slices are borrowed from the datagram.
type Header struct {
	Type    PacketType
	Version Version
	DCID    []byte // destination connection id; empty for a Short packet, where its length is not on the wire
	SCID    []byte
	Token   []byte // of an Initial or a Retry
	// Packet is all of the packet, from its first byte to the end that its length says, or to the datagram's.
	Packet []byte

	number   int // offset of the packet number in Packet
	versions []byte
}

// ParseHeader parses the packet at the start of a datagram, or of its rest. The fixed bit of a long header may be zero,
// as endpoints may agree to ignore it (RFC 9287). rest holds the following packets and is empty after the last. The
// error is ErrNotQUIC for bytes that do not begin with a header. It is ErrMalformed for a header that ends early or has
// a length beyond the data; h then has the fields before the defect.
func ParseHeader(datagram []byte) (h Header, rest []byte, err error) {
	c := wire.NewCursor(datagram)
	first := c.Uint8()
	if !c.OK() || first&(longBit|fixedBit) == 0 {
		return h, nil, ErrNotQUIC
	}
	h.Packet = datagram
	if first&longBit == 0 {
		return h, nil, nil
	}
	h.Version = Version(c.Uint32())
	if h.Version == Q046 {
		return h.parseQ046(&c)
	}
	h.DCID = c.Bytes(int(c.Uint8()))
	h.SCID = c.Bytes(int(c.Uint8()))
	h.Type = Opaque
	switch {
	case !c.OK():
		return h, nil, ErrMalformed
	case h.Version == VersionNegotiation:
		return h.parseVersions(&c)
	case !h.Version.Known():
		return h, nil, nil
	case len(h.DCID) > MaxConnectionID, len(h.SCID) > MaxConnectionID:
		return h, nil, ErrNotQUIC
	}
	return h.parseLong(&c, first)
}

// parseVersions reads a Version Negotiation packet (RFC 8999, section 6).
func (h *Header) parseVersions(c *wire.Cursor) (Header, []byte, error) {
	h.Type = Negotiation
	h.versions = c.Rest()
	if len(h.versions) == 0 || len(h.versions)%4 != 0 {
		return *h, nil, ErrMalformed
	}
	return *h, nil, nil
}

// Versions yields the versions that a Version Negotiation packet lists.
func (h *Header) Versions() iter.Seq[Version] {
	return func(yield func(Version) bool) {
		for c := wire.NewCursor(h.versions); c.Len() >= 4; {
			if !yield(Version(c.Uint32())) {
				return
			}
		}
	}
}

// parseLong reads the rest of a long header (RFC 9000, section 17.2).
func (h *Header) parseLong(c *wire.Cursor, first byte) (Header, []byte, error) {
	h.Type = longType(h.Version, first>>4&3)
	switch h.Type {
	case Retry:
		return h.parseRetry(c)
	case Initial:
		h.Token = c.Bytes(int(min(readVarint(c), maxInt)))
	}
	length := int(min(readVarint(c), maxInt))
	h.number = c.Offset()
	c.Skip(length)
	if !c.OK() {
		return *h, nil, ErrMalformed
	}
	end := c.Offset()
	rest := h.Packet[end:]
	h.Packet = h.Packet[:end:end]
	return *h, rest, nil
}

// longType returns what two bits of a long header's first byte mean; version 2 counts otherwise (RFC 9369, section
// 3.2).
func longType(v Version, bits byte) PacketType {
	types := [...]PacketType{Initial, ZeroRTT, Handshake, Retry}
	if v == Version2 || v == Version2Draft {
		bits = (bits + 3) & 3
	}
	return types[bits]
}

// parseRetry reads the token of a Retry. Since draft 25 an integrity tag follows the token.
func (h *Header) parseRetry(c *wire.Cursor) (Header, []byte, error) {
	if h.Version.standard() < 25 {
		c.Skip(int(c.Uint8())) // the connection id that the client chose first
		h.Token = c.Rest()
	} else {
		h.Token = c.Bytes(c.Len() - retryTagLength)
	}
	if !c.OK() {
		return *h, nil, ErrMalformed
	}
	return *h, nil, nil
}

const maxInt = 1 << 30 // longer than any datagram

// readVarint reads a variable-length integer (RFC 9000, section 16).
func readVarint(c *wire.Cursor) uint64 {
	first := c.Uint8()
	v := uint64(first & 0x3f)
	for range 1<<(first>>6) - 1 {
		v = v<<8 | uint64(c.Uint8())
	}
	return v
}
