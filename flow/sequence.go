package flow

import "github.com/nfstream/nfstream-go/packet"

const protoTCP = 6

// sequence follows the TCP sequence numbers of one direction (RFC 9293, section 3.4): the next one expected, and the
// latest gap, empty where both ends are equal. Numbers wrap.
type sequence struct {
	next, gap, gapEnd uint32
}

// follow counts gaps and the segments that fill them. A retransmission counts as neither. Of several gaps that are open
// at once only the latest can be filled.
func (c *Core) follow(p *packet.Packet) {
	if p.Flags&packet.RST != 0 {
		return // its sequence number need not continue the stream
	}
	d := p.Direction & 1
	s, end := &c.sequence[d], p.Seq+p.PayloadLength
	if p.Flags&(packet.SYN|packet.FIN) != 0 {
		end++
	}
	if c.started&(1<<d) == 0 || p.Flags&packet.SYN != 0 {
		c.started |= 1 << d
		if p.Flags&packet.SYN != 0 {
			c.started |= 4 << d
		}
		*s = sequence{next: end}
		return
	}
	switch ahead := int32(p.Seq - s.next); {
	case ahead == 0:
		s.next = end
	case ahead > 0:
		c.Missed++
		s.gap, s.gapEnd, s.next = s.next, p.Seq, end
	case s.gap != s.gapEnd && int32(p.Seq-s.gap) >= 0 && int32(p.Seq-s.gapEnd) < 0 && end != p.Seq:
		c.OutOfOrder++
		c.fill(s, p.Seq, end)
	case int32(end-s.next) > 0:
		s.next = end
	}
}

// fill takes the segment from seq to end out of the gap, which it begins in.
func (c *Core) fill(s *sequence, seq, end uint32) {
	if seq == s.gap {
		s.gap = end
	}
	if int32(s.gap-s.gapEnd) >= 0 {
		s.gap = s.gapEnd
		c.Missed--
	}
}
