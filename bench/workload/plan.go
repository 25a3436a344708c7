package workload

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/packet"
)

// plan lists the changes of a frame that is replayed with other addresses.
type plan struct {
	spots []spot
	// sums are in the order in which they are to be mended, the innermost first.
	sums []sum
}

// spot is an address of 4 or 16 bytes in an IP header.
type spot struct{ at, size, number int }

// sum is an Internet checksum.
type sum struct {
	at int
	// from and to are the bytes that it covers where addresses are among those; else both are 0.
	from, to int
	// pseudo are the spots that the pseudo header holds.
	pseudo []spot
	// optional is set where 0 stands for none, as in UDP.
	optional bool
}

// plan returns the plan of a frame, for its innermost and outermost IP headers; number numbers addresses. It corrects
// wrong checksums of whole packets, such as those left to the network card.
func (d *planner) plan(data []byte, length uint32, number func([]byte) int) plan {
	var w plan
	outer, inner := d.decode(d.outer, data, length), d.decode(d.inner, data, length)
	if inner != nil {
		w.add(inner, number, false)
	}
	if outer != nil && (inner == nil || outer.Network != inner.Network) {
		w.add(outer, number, true)
	}
	return w
}

func (d *planner) decode(decoder *packet.Decoder, data []byte, length uint32) *packet.Packet {
	p := &packet.Packet{Data: data, WireLength: length}
	if decoder.Decode(p, packet.LinkEthernet) != packet.OK {
		return nil
	}
	return p
}

const (
	ipv4Source, ipv4Sum = 12, 10
	ipv6Source          = 8
	ipv6Header          = 40
	greChecked          = 0x80

	protoHopByHop = 0
	protoRouting  = 43
	protoUDPLite  = 136
)

// add plans the IP header and the transport of a packet. Where another packet is within, checksums cover its addresses.
func (w *plan) add(p *packet.Packet, number func([]byte) int, around bool) {
	pseudo := w.addresses(p, number)
	if s, ok := transportSum(p); ok {
		if p.Key.Proto != protoGRE {
			s.pseudo = pseudo
		}
		if around {
			s.from, s.to = int(p.Transport), int(p.End)
		}
		fillTransport(p, s)
		w.sums = append(w.sums, s)
	}
	if p.Key.Ver == 4 {
		at := int(p.Network)
		header := p.Data[at:][:4*int(p.Data[at]&0x0f)]
		put(header, ipv4Sum, 0)
		w.sums = append(w.sums, sum{at: at + ipv4Sum, from: at, to: at + len(header)})
	}
}

// addresses plans the addresses of the IP header, and returns the spots of those that a pseudo header holds: not the
// destination where a routing header names a later one (RFC 8200, section 8.1).
func (w *plan) addresses(p *packet.Packet, number func([]byte) int) (pseudo []spot) {
	both, from := addressesOf(p)
	size := len(both) / 2
	for i := range 2 {
		a := both[i*size:][:size]
		if !ordinary(a) {
			continue
		}
		s := spot{from + i*size, size, number(a)}
		w.spots = append(w.spots, s)
		if i == 0 || !routed(p) {
			pseudo = append(pseudo, s)
		}
	}
	return pseudo
}

// addressesOf returns both addresses of the packet's IP header, and where they begin.
func addressesOf(p *packet.Packet) ([]byte, int) {
	at, length := int(p.Network)+ipv4Source, 8
	if p.Key.Ver == 6 {
		at, length = int(p.Network)+ipv6Source, 32
	}
	return p.Data[at:][:length], at
}

// routed reports whether an IPv6 packet has a routing header, directly or after a hop-by-hop header.
func routed(p *packet.Packet) bool {
	if p.Key.Ver != 6 {
		return false
	}
	at, next := p.Network+ipv6Header, p.Data[p.Network+6]
	if next == protoHopByHop && at+1 < p.Transport {
		next = p.Data[at]
	}
	return next == protoRouting
}

// ordinary reports whether an address is that of one host.
func ordinary(a []byte) bool {
	if len(a) == 4 {
		return a[0] != 0 && a[0] < 224
	}
	return a[0] != 0xff && [16]byte(a) != [16]byte{}
}

// transportSum returns the checksum of what the packet carries; that of ICMP and SCTP does not depend on addresses.
func transportSum(p *packet.Packet) (s sum, ok bool) {
	at := int(p.Transport)
	switch p.Key.Proto {
	case protoTCP:
		s.at = at + 16
	case protoUDP, protoUDPLite:
		s.at, s.optional = at+6, true
	case protoICMPv6:
		s.at = at + 2
	case protoGRE:
		s.at = at + 4
	default:
		return s, false
	}
	if p.Fragment || s.at+2 > int(p.End) {
		return s, false
	}
	if p.Key.Proto == protoGRE {
		return s, p.Data[at]&greChecked != 0
	}
	return s, !s.optional || binary.BigEndian.Uint16(p.Data[s.at:]) != 0
}

// fillTransport makes the checksum of a whole packet right.
func fillTransport(p *packet.Packet, s sum) {
	whole := p.TransportLength == p.End-p.Transport && !routed(p) && p.Key.Proto != protoUDPLite
	if p.Key.Ver == 4 {
		whole = whole && binary.BigEndian.Uint16(p.Data[p.Network+6:])&moreFragments == 0
	} else {
		whole = whole && p.Transport == p.Network+ipv6Header
	}
	if !whole {
		return
	}
	var pseudo uint64
	if p.Key.Proto != protoGRE {
		both, _ := addressesOf(p)
		pseudo = total(uint64(p.Key.Proto)+uint64(p.TransportLength), both)
	}
	check := put(p.Data[p.Transport:p.End], s.at-int(p.Transport), pseudo)
	if check == 0 && s.optional {
		binary.BigEndian.PutUint16(p.Data[s.at:], 0xffff)
	}
}

// put writes the checksum of b and of what is summed already into b.
func put(b []byte, at int, summed uint64) uint16 {
	binary.BigEndian.PutUint16(b[at:], 0)
	check := fold(total(summed, b))
	binary.BigEndian.PutUint16(b[at:], check)
	return check
}
