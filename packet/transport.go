package packet

import "encoding/binary"

// IP protocol numbers (IANA's Assigned Internet Protocol Numbers).
const (
	protoHopByHop    = 0
	protoICMP        = 1
	protoIPv4        = 4
	protoTCP         = 6
	protoUDP         = 17
	protoDCCP        = 33
	protoIPv6        = 41
	protoRouting     = 43
	protoFragment    = 44
	protoGRE         = 47
	protoICMPv6      = 58
	protoNoNext      = 59
	protoDestination = 60
	protoEtherIP     = 97
	protoL2TP        = 115
	protoSCTP        = 132
	protoMobility    = 135
	protoUDPLite     = 136
	protoHIP         = 139
	protoShim6       = 140
)

// Minimum lengths of transport headers.
const (
	tcpLength   = 20
	udpLength   = 8
	icmpLength  = 8
	portsLength = 4
	sctpLength  = 12
	dccpLength  = 12
)

// transport reads the transport header at p.Transport. Without ports there is no header; everything is payload.
func (d *Decoder) transport(f *frame, p *Packet) Status {
	p.clearTransport()
	p.Payload, p.PayloadLength = p.Transport, p.TransportLength
	if f.ip.part == laterFragment {
		p.Fragment = true
		f.waiting = d.recall(f, p)
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
	case protoICMP, protoICMPv6:
		p.setPayload(icmpLength)
	}
	if s == OK && f.ip.part == firstFragment {
		d.remember(f, p)
	}
	return s
}

// hasPorts reports whether the header of a protocol begins with two ports.
func hasPorts(proto uint8) bool {
	switch proto {
	case protoTCP, protoUDP, protoUDPLite, protoSCTP, protoDCCP:
		return true
	}
	return false
}

// ports reads the two ports at the start of a transport header and returns the captured part of the header. If the IP
// packet ends inside the fixed part of the header, and is no first fragment, the header is damaged.
func (f *frame) ports(p *Packet, length uint32) ([]byte, Status) {
	if p.TransportLength < portsLength {
		return nil, TransportMalformed
	}
	b := f.data[p.Transport:p.End]
	if len(b) < portsLength {
		return nil, TransportTruncated
	}
	p.Key.PortA = binary.BigEndian.Uint16(b)
	p.Key.PortB = binary.BigEndian.Uint16(b[2:])
	p.Damaged = p.TransportLength < length && f.ip.part == whole
	return b, OK
}

// setPayload sets the payload to n bytes after the start of the transport header.
func (p *Packet) setPayload(n uint32) {
	p.Payload = min(p.Transport+n, p.End)
	p.PayloadLength = p.TransportLength - min(n, p.TransportLength)
}

// damage marks an invalid header. The receiver drops such a packet, so it has no payload.
func (p *Packet) damage() {
	p.Damaged = true
	p.Payload, p.PayloadLength = p.End, 0
}

// tcp reads the captured part of a TCP header (RFC 9293, section 3.1).
func (f *frame) tcp(p *Packet) Status {
	b, s := f.ports(p, tcpLength)
	if s != OK {
		return s
	}
	if len(b) < tcpLength {
		p.setPayload(tcpLength)
		p.tcpFields(b)
		return OK
	}
	p.Seq = binary.BigEndian.Uint32(b[4:])
	p.Ack = binary.BigEndian.Uint32(b[8:])
	p.Flags = b[13]
	p.Window = binary.BigEndian.Uint16(b[14:])
	f.headerLength(p, b[12]>>4, tcpLength)
	return OK
}

// tcpFields reads the complete fields of the cut header b.
func (p *Packet) tcpFields(b []byte) {
	if len(b) >= 8 {
		p.Seq = binary.BigEndian.Uint32(b[4:])
	}
	if len(b) >= 12 {
		p.Ack = binary.BigEndian.Uint32(b[8:])
	}
	if len(b) >= 14 {
		p.Flags = b[13]
	}
	if len(b) >= 16 {
		p.Window = binary.BigEndian.Uint16(b[14:])
	}
}

// headerLength sets the payload by a header length field in words of four bytes. The header has at least least bytes.
func (f *frame) headerLength(p *Packet, words byte, least uint32) {
	n := uint32(words) * 4
	if n < least || n > p.TransportLength && f.ip.part == whole {
		p.damage()
		return
	}
	p.setPayload(n)
}

// udp reads a UDP header (RFC 768). A length of 0 means a jumbogram (RFC 2675, section 4). Bytes after the UDP
// datagram in its IP packet (RFC 9868) do not belong to the transport.
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
	if n == 0 {
		return OK
	}
	if n < p.TransportLength {
		p.TransportLength = n
		p.End = min(p.End, p.Transport+max(n, udpLength))
		p.setPayload(udpLength)
	}
	if n < udpLength {
		p.damage()
	}
	return OK
}

// fixedTransport reads the ports of a header of constant length: UDP-Lite (RFC 3828), SCTP (RFC 9260).
func (f *frame) fixedTransport(p *Packet, length uint32) Status {
	_, s := f.ports(p, length)
	p.setPayload(length)
	return s
}

// dccp reads a DCCP header (RFC 4340, section 5.1).
func (f *frame) dccp(p *Packet) Status {
	b, s := f.ports(p, dccpLength)
	if s != OK {
		return s
	}
	p.setPayload(dccpLength)
	if len(b) > 4 {
		f.headerLength(p, b[4], dccpLength)
	}
	return OK
}
