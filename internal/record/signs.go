package record

import "github.com/nfstream/nfstream-go/packet"

// Signs are what risks are found by and no other part of a record keeps.
type Signs struct {
	// Flags are the TCP flags of all packets of a direction, FirstFlags those of the flow's first packet
	// with a header.
	Flags      [2]uint8
	FirstFlags uint8
	// Fragmented reports that a packet came in fragments.
	Fragmented bool
	// Payloads are how many packets of a direction had a payload.
	Payloads [2]uint32

	// Started reports that there is such a packet.
	Started bool
}

// Count looks at a packet of the flow.
func (s *Signs) Count(p *packet.Packet) {
	d := p.Direction & 1
	if !s.Started && !p.Fragment && !p.Damaged {
		s.Started, s.FirstFlags = true, p.Flags
	}
	s.Flags[d] |= p.Flags
	s.Fragmented = s.Fragmented || p.Fragment
	if p.PayloadLength > 0 && s.Payloads[d] < 1<<32-1 {
		s.Payloads[d]++
	}
}
