package packet

import "encoding/binary"

// IP protocol numbers (IANA's Assigned Internet Protocol Numbers).
const (
	protoHopByHop    = 0
	protoIPv4        = 4
	protoTCP         = 6
	protoUDP         = 17
	protoDCCP        = 33
	protoIPv6        = 41
	protoRouting     = 43
	protoFragment    = 44
	protoGRE         = 47
	protoNoNext      = 59
	protoDestination = 60
	protoL2TP        = 115
	protoSCTP        = 132
	protoMobility    = 135
	protoUDPLite     = 136
	protoHIP         = 139
	protoShim6       = 140
)

// Minimal lengths of transport headers.
const (
	tcpLength  = 20
	udpLength  = 8
	sctpLength = 12
	dccpLength = 12
)

// transport reads the transport header at p.Transport. A protocol without ports has none: all is payload.
func (d *Decoder) transport(f *frame, p *Packet) Status {
	p.clearTransport()
	p.Payload, p.PayloadLength = p.Transport, p.TransportLength
	if f.ip.part == laterFragment {
		p.Fragment = true
		d.recall(f, p)
		return OK
	}
	var s Status
	switch p.Key.Proto {
	case protoTCP:
		s = f.tcp(p)
	case protoUDP:
		s = f.udp(p)
	case protoUDPLite:
		s = f.fixedTransport(p, udpLength)
	case protoSCTP:
		s = f.fixedTransport(p, sctpLength)
	case protoDCCP:
		s = f.dccp(p)
	default:
		return OK
	}
	if s == OK && f.ip.part == firstFragment {
		d.remember(f, p)
	}
	return s
}

// ports reads the two ports that every transport header with ports begins with, and returns the captured part of the
// header's fixed length. What is cut, or continued in the next fragment, is shorter; what is neither is malformed.
func (f *frame) ports(p *Packet, length uint32) ([]byte, Status) {
	if p.TransportLength < length && (f.ip.part == whole || p.TransportLength < 4) {
		return nil, TransportMalformed
	}
	b := f.data[p.Transport:p.End]
	if len(b) < 4 {
		return nil, TransportTruncated
	}
	p.Key.PortA = binary.BigEndian.Uint16(b)
	p.Key.PortB = binary.BigEndian.Uint16(b[2:])
	return b, OK
}

// setPayload puts the payload n bytes behind the start of the transport header.
func (p *Packet) setPayload(n uint32) {
	p.Payload = min(p.Transport+n, p.End)
	p.PayloadLength = p.TransportLength - min(n, p.TransportLength)
}

// tcp reads a TCP header (RFC 9293, section 3.1).
func (f *frame) tcp(p *Packet) Status {
	b, s := f.ports(p, tcpLength)
	if s != OK {
		return s
	}
	if len(b) < tcpLength {
		p.setPayload(tcpLength)
		return OK
	}
	hlen := uint32(b[12]>>4) * 4
	if hlen < tcpLength || hlen > p.TransportLength && f.ip.part == whole {
		return TransportMalformed
	}
	p.Seq = binary.BigEndian.Uint32(b[4:])
	p.Ack = binary.BigEndian.Uint32(b[8:])
	p.Flags = b[13]
	p.Window = binary.BigEndian.Uint16(b[14:])
	p.setPayload(hlen)
	return OK
}

// udp reads a UDP header (RFC 768). A length of 0 is that of a jumbogram (RFC 2675, section 4). What follows a UDP
// datagram in its IP packet (RFC 9868) is no payload.
func (f *frame) udp(p *Packet) Status {
	b, s := f.ports(p, udpLength)
	if s != OK {
		return s
	}
	p.setPayload(udpLength)
	if len(b) < udpLength {
		return OK
	}
	n := uint32(binary.BigEndian.Uint16(b[4:]))
	switch {
	case n == 0:
	case n < udpLength:
		return TransportMalformed
	case n-udpLength < p.PayloadLength:
		p.PayloadLength = n - udpLength
		p.End = min(p.End, p.Payload+p.PayloadLength)
	}
	return OK
}

// fixedTransport reads a header of constant length, of which only the ports matter: UDP-Lite (RFC 3828), SCTP
// (RFC 9260).
func (f *frame) fixedTransport(p *Packet, length uint32) Status {
	if _, s := f.ports(p, length); s != OK {
		return s
	}
	p.setPayload(length)
	return OK
}

// dccp reads a DCCP header (RFC 4340, section 5.1).
func (f *frame) dccp(p *Packet) Status {
	b, s := f.ports(p, dccpLength)
	if s != OK {
		return s
	}
	hlen := uint32(dccpLength)
	if len(b) > 4 {
		hlen = uint32(b[4]) * 4
	}
	if hlen < dccpLength || hlen > p.TransportLength && f.ip.part == whole {
		return TransportMalformed
	}
	p.setPayload(hlen)
	return OK
}
