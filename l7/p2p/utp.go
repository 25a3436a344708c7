//go:build !nfstream_no_p2p

package p2p

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// utp returns the Micro Transport Protocol (BEP 29).
func utp() l7.Proto {
	return l7.Proto{
		ID: categories.BitTorrent, On: l7.UDP, Min: utpHeader, First: l7.Bytes(0x01, 0x11, 0x21, 0x31, 0x41),
		Scratch: 2 * utpKept, Probe: probeUTP,
		Samples: l7.Samples("\x41\x00\x53\x02\x10\xee\xb2\xf0\x00\x00\x00\x00\x00\x00\x00\x00\xe7\xf5\x00\x00"),
	}
}

const (
	utpHeader = 20
	utpKept   = 12 // of each direction: how many there were in sequence, the connection, the time, the numbers

	utpState, utpReset, utpSyn = 2, 3, 4
)

// utpPacket is a header of uTP.
type utpPacket struct {
	kind              uint8
	connection        uint16
	time, difference  uint32
	sequence, acknowl uint16
}

// parse reads a datagram: the header, extensions, and data, which only ST_DATA has.
func (p *utpPacket) parse(b []byte) bool {
	const version, lastKind, lastExtension = 1, 4, 3
	if len(b) < utpHeader || b[0]&0xf != version || b[0]>>4 > lastKind {
		return false
	}
	p.kind, p.connection = b[0]>>4, binary.BigEndian.Uint16(b[2:])
	p.time, p.difference = binary.BigEndian.Uint32(b[4:]), binary.BigEndian.Uint32(b[8:])
	p.sequence, p.acknowl = binary.BigEndian.Uint16(b[16:]), binary.BigEndian.Uint16(b[18:])
	extension, rest := b[1], b[utpHeader:]
	for extension != 0 {
		if extension > lastExtension || len(rest) < 2 || len(rest) < 2+int(rest[1]) || rest[1] == 0 {
			return false
		}
		extension, rest = rest[0], rest[2+int(rest[1]):]
	}
	return len(rest) == 0 || p.kind < utpState
}

// begins reports whether it is the first packet of a connection, which acknowledges nothing.
func (p *utpPacket) begins() bool {
	return p.kind == utpSyn && p.connection != 0 && p.acknowl == 0 && p.difference == 0 && p.time != 0 && p.sequence != 0
}

// answers reports whether the packet belongs to the connection of the other direction's last packet. Their connection
// identifiers must differ by one, as each side sends its own, and the acknowledged packet must have been sent.
func (p *utpPacket) answers(other []byte) bool {
	const window = 64
	step := p.connection - binary.BigEndian.Uint16(other[2:])
	ack := binary.BigEndian.Uint16(other[8:]) - p.acknowl + window
	return other[0] > 0 && (step == 1 || step+1 == 0) && ack <= 2*window && p.acknowl != 0
}

// follows reports whether the packet comes next in its direction.
func (p *utpPacket) follows(own []byte) bool {
	const minute, window = 60_000_000, 64 // in microseconds, in packets
	return own[0] > 0 && p.connection == binary.BigEndian.Uint16(own[2:]) &&
		p.time-binary.BigEndian.Uint32(own[4:])-1 < minute &&
		p.sequence-binary.BigEndian.Uint16(own[8:]) <= window && p.acknowl-binary.BigEndian.Uint16(own[10:]) <= window
}

// probeUTP recognises a first packet, one that answers the other direction, and the third of a sequence.
func probeUTP(c *l7.Ctx) l7.Verdict {
	const enough = 3
	var p utpPacket
	if !p.parse(c.Data) {
		return l7.Reject
	}
	if p.begins() {
		return l7.Match
	}
	s := c.Scratch()
	dir := int(c.Dir & 1)
	own, other := s[dir*utpKept:][:utpKept], s[(1-dir)*utpKept:][:utpKept]
	if p.kind == utpSyn {
		return l7.Reject
	}
	if p.answers(other) {
		return l7.Match
	}
	if !p.follows(own) || p.connection == 0 || p.acknowl == 0 {
		own[0] = 0
	}
	if own[0]++; own[0] >= enough {
		return l7.Match
	}
	binary.BigEndian.PutUint16(own[2:], p.connection)
	binary.BigEndian.PutUint32(own[4:], p.time)
	binary.BigEndian.PutUint16(own[8:], p.sequence)
	binary.BigEndian.PutUint16(own[10:], p.acknowl)
	return l7.More
}
