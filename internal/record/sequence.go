package record

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/packet"
)

const protoTCP = 6

// sequence follows the TCP sequence numbers of one direction (RFC 9293, section 3.4), which wrap.
type sequence struct {
	next   uint32 // behind the highest one seen
	start  uint32 // of the SYN that began the direction, or of its first segment
	origin uint32 // of the latest segment: what its first header byte would have
}

// maxLateSYN is by how many sequence numbers a SYN may come behind segments that it was sent before: an initial window is
// far less (RFC 6928). One further off begins a connection.
const maxLateSYN = 1 << 16

// sequenced reports whether a packet of TCP tells sequence numbers that continue a stream: a reset need not (RFC 9293,
// section 3.10.7), a header that the capture has cut says nothing, and of a damaged one nothing is sure.
func sequenced(p *packet.Packet) bool {
	return p.Flags&packet.RST == 0 && !p.Damaged && p.Payload-p.Transport >= tcpHeader
}

// sequenceEnd returns the sequence number behind a segment. SYN and FIN take one each.
func sequenceEnd(p *packet.Packet) uint32 {
	return p.Seq + p.PayloadLength + uint32(p.Flags>>1&1) + uint32(p.Flags&packet.FIN)
}

// begins reports whether a segment, which is sequenced, begins its direction or a new connection in it. A SYN that comes
// again does not, nor does one that is late.
func (c *Core) begins(p *packet.Packet) bool {
	d := p.Direction & 1
	s := &c.sequence[d]
	switch {
	case c.started&(1<<d) == 0:
		return true
	case p.Flags&packet.SYN == 0:
		return false
	case c.started&(4<<d) != 0:
		return p.Seq != s.start
	}
	return s.start-p.Seq-1 >= maxLateSYN
}

// follow keeps the sequence numbers of a packet of TCP.
func (c *Core) follow(p *packet.Packet) {
	d := p.Direction & 1
	c.flags[d] |= p.Flags
	s := &c.sequence[d]
	if p.Fragment {
		s.extend(p)
		return
	}
	if !sequenced(p) {
		return
	}
	end := sequenceEnd(p)
	if c.started&(1<<d) == 0 || p.Flags&packet.SYN != 0 {
		c.begin(p, end)
	} else if int32(end-s.next) > 0 {
		s.next = end
	}
	s.origin = p.Seq - (p.Payload - p.Transport)
}

// begin takes a SYN, or the first segment of a direction.
func (c *Core) begin(p *packet.Packet, end uint32) {
	d := p.Direction & 1
	s := &c.sequence[d]
	if c.begins(p) {
		*s = sequence{next: end, start: p.Seq}
	} else if int32(end-s.next) > 0 {
		s.next = end
	}
	c.started |= 1 << d
	if p.Flags&packet.SYN != 0 {
		c.started |= 4 << d
		s.start = p.Seq
	}
}

// extend takes a fragment after the first of an IP packet. Where it continues the latest segment, that is longer.
func (s *sequence) extend(p *packet.Packet) {
	if from, ok := fragmentOffset(p); ok && s.origin+from == s.next {
		s.next += p.PayloadLength
	}
}

// fragmentOffset returns at which byte of its IP packet's payload a fragment begins (RFC 791, section 3.1; RFC 8200,
// section 4.5). It reports false where its header is not where it should be.
func fragmentOffset(p *packet.Packet) (offset uint32, ok bool) {
	const (
		inHeader  = 6 // of IPv4, the field in units of eight bytes
		extension = 8 // the fragment header of IPv6, which is the last
		mask      = 0x1fff
	)
	at, units := p.Network+inHeader, true
	if p.Key.Ver == 6 {
		at, units = p.Transport-extension+2, false
	}
	if at < p.Network || at+2 > uint32(len(p.Data)) {
		return 0, false
	}
	field := uint32(binary.BigEndian.Uint16(p.Data[at:]))
	if units {
		return field & mask * 8, true
	}
	return field &^ 7, true
}
