package workload

import "encoding/binary"

const (
	etherMPLS    = 0x8847
	etherPPPoE   = 0x8864
	etherService = 0x88a8

	portGTP    = 2152
	portL2TP   = 1701
	portVXLAN  = 4789
	portGeneve = 6081

	protoL2TP = 115
)

// gateway returns the outer address of the tunnel end of one side, and gateway6 an IPv6 one.
func gateway(side int) []byte { return []byte{172, 16, byte(side), 1} }

func gateway6(side int) []byte {
	return []byte{0x20, 0x01, 0x0d, 0xb8, 0xff, 0xff, 0, byte(side), 0, 0, 0, 0, 0, 0, 0, 1}
}

func outer(b []byte, dir int, proto uint8, length int) []byte {
	return ipv4(b, gateway(dir), gateway(1-dir), proto, length, 0, 0)
}

func outer6(b []byte, dir int, proto uint8, length int) []byte {
	return ipv6(b, gateway6(dir), gateway6(1-dir), proto, length)
}

// outerUDP appends the UDP header of a tunnel. The checksum is zero, as tunnels may have it (RFC 6935).
func outerUDP(b []byte, from, to uint16, length int) []byte {
	b = binary.BigEndian.AppendUint16(b, from)
	b = binary.BigEndian.AppendUint16(b, to)
	b = binary.BigEndian.AppendUint16(b, uint16(8+length))
	return append(b, 0, 0)
}

// flowPort is the source port that distinguishes flows in tunnels.
func (c *conn) flowPort() uint16 { return 49152 + c.port[client]%16384 }

// customer distinguishes those who share the tunnel's ends.
func (c *conn) customer() uint32 { return uint32(c.host[client] % 16) }

func (c *conn) ipProto() uint8 {
	if c.v6 {
		return 41
	}
	return 4
}

// bridge appends the header of an inner Ethernet frame.
func (c *conn) bridge(b []byte, dir int) []byte {
	b = append(b, c.mac[1-dir][:]...)
	b = append(b, c.mac[dir][:]...)
	return binary.BigEndian.AppendUint16(b, c.etherType())
}

// gre is RFC 2784, greKey has a key (RFC 2890), and gretap holds an Ethernet frame.
func (c *conn) gre(b []byte, dir, length int) []byte {
	b = outer(b, dir, protoGRE, 4+length)
	return binary.BigEndian.AppendUint16(append(b, 0, 0), c.etherType())
}

func (c *conn) greKey(b []byte, dir, length int) []byte {
	b = outer(b, dir, protoGRE, 8+length)
	b = binary.BigEndian.AppendUint16(append(b, 0x20, 0), c.etherType())
	return binary.BigEndian.AppendUint32(b, c.customer())
}

func (c *conn) gretap(b []byte, dir, length int) []byte {
	b = outer(b, dir, protoGRE, 4+etherHeader+length)
	return c.bridge(append(b, 0, 0, 0x65, 0x58), dir)
}

// erspan is type II, with a sequence number that stands still.
func (c *conn) erspan(b []byte, dir, length int) []byte {
	b = outer(b, dir, protoGRE, 8+8+etherHeader+length)
	b = append(b, 0x10, 0, 0x88, 0xbe, 0, 0, 0, 1)
	b = append(b, 0x10, 1, 0, byte(c.customer()), 0, 0, 0, 0)
	return c.bridge(b, dir)
}

// vxlan is RFC 7348, vxlan6 over IPv6.
func (c *conn) vxlan(b []byte, dir, length int) []byte {
	b = outer(b, dir, protoUDP, 8+8+etherHeader+length)
	return c.network7348(b, dir, length)
}

func (c *conn) vxlan6(b []byte, dir, length int) []byte {
	b = outer6(b, dir, protoUDP, 8+8+etherHeader+length)
	return c.network7348(b, dir, length)
}

func (c *conn) network7348(b []byte, dir, length int) []byte {
	b = outerUDP(b, c.flowPort(), portVXLAN, 8+etherHeader+length)
	b = append(b, 0x08, 0, 0, 0, 0, 0, byte(c.host[server]%16), 0)
	return c.bridge(b, dir)
}

// geneve is RFC 8926, with one option.
func (c *conn) geneve(b []byte, dir, length int) []byte {
	b = outer(b, dir, protoUDP, 8+16+etherHeader+length)
	b = outerUDP(b, c.flowPort(), portGeneve, 16+etherHeader+length)
	b = append(b, 2, 0, 0x65, 0x58, 0, 0, byte(c.customer()), 0)
	b = append(b, 0x01, 0x02, 0x03, 1, 0, 0, 0, 0)
	return c.bridge(b, dir)
}

// gtp is a T-PDU (3GPP TS 29.281).
func (c *conn) gtp(b []byte, dir, length int) []byte {
	b = outer(b, dir, protoUDP, 8+8+length)
	return c.user(b, length)
}

func (c *conn) user(b []byte, length int) []byte {
	b = outerUDP(b, portGTP, portGTP, 8+length)
	b = binary.BigEndian.AppendUint16(append(b, 0x30, 0xff), uint16(length))
	return binary.BigEndian.AppendUint32(b, uint32(1+c.host[client]))
}

// deep is GTP in VXLAN.
func (c *conn) deep(b []byte, dir, length int) []byte {
	b = outer(b, dir, protoUDP, 8+8+etherHeader+36+length)
	b = outerUDP(b, c.flowPort(), portVXLAN, 8+etherHeader+36+length)
	b = append(b, 0x08, 0, 0, 0, 0, 0, 9, 0)
	b = append(b, c.mac[1-dir][:]...)
	b = append(b, c.mac[dir][:]...)
	b = binary.BigEndian.AppendUint16(b, etherIPv4)
	return c.gtp(b, dir, length)
}

// l2tp is a data message with PPP (RFC 2661).
func (c *conn) l2tp(b []byte, dir, length int) []byte {
	b = outer(b, dir, protoUDP, 8+6+4+length)
	b = outerUDP(b, portL2TP, portL2TP, 6+4+length)
	b = append(b, 0, 2, 0, 1, 0, byte(1+c.customer()))
	return c.ppp(append(b, 0xff, 0x03))
}

func (c *conn) ppp(b []byte) []byte {
	if c.v6 {
		return append(b, 0, 0x57)
	}
	return append(b, 0, 0x21)
}

// l2tpv3 carries Ethernet over IP, with a cookie of four bytes (RFC 3931, section 4.1.1).
func (c *conn) l2tpv3(b []byte, dir, length int) []byte {
	b = outer(b, dir, protoL2TP, 8+etherHeader+length)
	b = binary.BigEndian.AppendUint32(b, 1+c.customer())
	return c.bridge(append(b, 0x5a, 0x17, 0xc0, 0x0c), dir)
}

// ipip is RFC 2003 and RFC 4213, ip6ip RFC 2473.
func (c *conn) ipip(b []byte, dir, length int) []byte { return outer(b, dir, c.ipProto(), length) }

func (c *conn) ip6ip(b []byte, dir, length int) []byte { return outer6(b, dir, c.ipProto(), length) }

// mpls is two labels (RFC 3032), pseudowire the same and Ethernet with a control word (RFC 4448).
func (c *conn) mpls(b []byte, _, _ int) []byte {
	return append(b, 0, 0x3e, 0x80, 63, 1, byte(c.customer()), 0x01, 63)
}

func (c *conn) pseudowire(b []byte, dir, length int) []byte {
	b = c.mpls(b, dir, length)
	return c.bridge(append(b, 0, 0, 0, 0), dir)
}

// pppoe is a session packet (RFC 2516).
func (c *conn) pppoe(b []byte, _, length int) []byte {
	b = append(b, 0x11, 0, 0, byte(1+c.customer()))
	return c.ppp(binary.BigEndian.AppendUint16(b, uint16(2+length)))
}

// qinq is a service tag and a customer's (IEEE 802.1ad).
func (c *conn) qinq(b []byte, _, _ int) []byte {
	b = append(b, 0, byte(200+c.customer()), 0x81, 0, 0, byte(100+c.customer()))
	return binary.BigEndian.AppendUint16(b, c.etherType())
}
