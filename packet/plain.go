package packet

import "encoding/binary"

// Offsets and first bytes of the headers in most frames.
const (
	plainIP   = ethernetLength
	plainIPv4 = 4<<4 | ipv4MinLength/4 // version and length without options
	plainIPv6 = 6
)

// plain is the fast path: TCP or UDP in IPv4 without options or in IPv6 without extension headers, in an untagged
// Ethernet frame. It returns false for any other frame, for fragments and tunnels, and for damaged or cut headers;
// decode must then read the frame. Both return the same packet; plain takes half the time.
func (d *Decoder) plain(p *Packet) bool {
	b := p.Data
	if len(b) < plainIP+ipv4MinLength+udpLength {
		return false
	}
	p.Direction, p.Damaged, p.Fragment, p.Orphan, p.Partial = 0, false, false, false, false
	p.DstMAC, p.SrcMAC, p.Network = 0, 6, plainIP
	switch binary.BigEndian.Uint16(b[12:]) {
	case etherTypeIPv4:
		return d.plain4(p, b)
	case etherTypeIPv6:
		return d.plain6(p, b)
	}
	return false
}

func (d *Decoder) plain4(p *Packet, b []byte) bool {
	ip := b[plainIP : plainIP+ipv4MinLength]
	total := uint32(binary.BigEndian.Uint16(ip[2:]))
	if ip[0] != plainIPv4 || total < ipv4MinLength ||
		binary.BigEndian.Uint16(ip[6:])&(ipv4More|ipv4OffsetMask) != 0 {
		return false
	}
	p.IPLength, p.TransportLength = total, total-ipv4MinLength
	p.Key.Proto, p.Key.Ver, p.Key.VLAN, p.Key.Tunnel = ip[9], 4, 0, TunnelNone
	if !d.plainTransport(p, b, plainIP+ipv4MinLength) {
		return false
	}
	p.Reverse = p.Key.PutEndsIPv4(binary.BigEndian.Uint32(ip[12:]), binary.BigEndian.Uint32(ip[16:]),
		p.Key.PortA, p.Key.PortB)
	p.Hash = p.Key.Hash()
	return true
}

func (d *Decoder) plain6(p *Packet, b []byte) bool {
	if len(b) < plainIP+ipv6Length {
		return false
	}
	ip := b[plainIP : plainIP+ipv6Length]
	length := uint32(binary.BigEndian.Uint16(ip[4:]))
	if ip[0]>>4 != plainIPv6 || length == 0 {
		return false
	}
	p.IPLength, p.TransportLength = length+ipv6Length, length
	p.Key.Proto, p.Key.Ver, p.Key.VLAN, p.Key.Tunnel = ip[6], 6, 0, TunnelNone
	if !d.plainTransport(p, b, plainIP+ipv6Length) {
		return false
	}
	copy(p.Key.A[:], ip[8:24])
	copy(p.Key.B[:], ip[24:40])
	p.Reverse = p.Key.Order()
	p.Hash = p.Key.Hash()
	return true
}

// plainTransport reads the transport header at an offset.
func (d *Decoder) plainTransport(p *Packet, b []byte, at uint32) bool {
	p.Transport = at
	p.End = min(uint32(len(b)), at+p.TransportLength)
	t := b[at:p.End]
	switch {
	case p.Key.Proto == protoTCP && len(t) >= tcpLength:
		return p.plainTCP(t)
	case p.Key.Proto == protoUDP && len(t) >= udpLength:
		return p.plainUDP(t) && (!d.opts.Tunnels || udpTunnel(p.Key.PortA, p.Key.PortB) == TunnelNone)
	}
	return false
}

func (p *Packet) plainTCP(t []byte) bool {
	header := uint32(t[12]>>4) * 4
	if header < tcpLength || header > p.TransportLength {
		return false
	}
	p.Key.PortA, p.Key.PortB = binary.BigEndian.Uint16(t), binary.BigEndian.Uint16(t[2:])
	p.Seq, p.Ack = binary.BigEndian.Uint32(t[4:]), binary.BigEndian.Uint32(t[8:])
	p.Flags, p.Window = t[13], binary.BigEndian.Uint16(t[14:])
	p.setPayload(header)
	return true
}

func (p *Packet) plainUDP(t []byte) bool {
	p.Key.PortA, p.Key.PortB = binary.BigEndian.Uint16(t), binary.BigEndian.Uint16(t[2:])
	p.Seq, p.Ack, p.Window, p.Flags = 0, 0, 0, 0
	p.setPayload(udpLength)
	return uint32(binary.BigEndian.Uint16(t[4:])) == p.TransportLength
}
