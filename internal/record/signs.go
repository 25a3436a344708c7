package record

import (
	"github.com/nfstream/nfstream-go/packet"
)

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

	// Period is the nanoseconds between the starts of flows like this one, if they keep a pace; else 0.
	Period int64
	// BadChecksum reports a message of ICMP whose checksum is wrong (RFC 792).
	BadChecksum bool
	// Bare reports that the first SYN that is no answer had no options; Window is its window.
	Bare   bool
	Window uint16
	// Started reports that there is such a packet.
	Started bool

	opened bool
}

// Count looks at a packet of the flow.
func (s *Signs) Count(p *packet.Packet) {
	d := p.Direction & 1
	if !s.Started && !p.Fragment && !p.Damaged {
		s.Started, s.FirstFlags = true, p.Flags
	}
	s.Flags[d] |= p.Flags
	if p.Flags&(packet.SYN|packet.ACK) == packet.SYN && !s.opened && !p.Fragment && !p.Damaged {
		s.opened, s.Window, s.Bare = true, p.Window, p.Payload-p.Transport <= tcpHeader
	}
	s.Fragmented = s.Fragmented || p.Fragment
	if p.PayloadLength > 0 && s.Payloads[d] < 1<<32-1 {
		s.Payloads[d]++
	}
	if p.Key.Proto == protoICMP && !p.Fragment && !p.Damaged {
		s.BadChecksum = s.BadChecksum || badChecksum(p)
	}
}

// badChecksum reports whether the captured message is whole and its checksum is wrong.
func badChecksum(p *packet.Packet) bool {
	data := p.IPPayload()
	if len(data) < 8 || int(p.TransportLength) != len(data) {
		return false
	}
	sum := uint32(0)
	for i, b := range data {
		sum += uint32(b) << (8 * (1 - i&1))
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return sum != 0xffff
}
