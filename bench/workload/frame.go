package workload

import "encoding/binary"

const (
	etherIPv4 = 0x0800
	etherARP  = 0x0806
	etherVLAN = 0x8100
	etherIPv6 = 0x86dd

	etherHeader = 14
)

// leastFrame is the shortest Ethernet frame without its check sequence; a shorter one is padded.
const leastFrame = 60

// send writes the transport segment as one frame from the given side. sumAt is where its checksum goes, which is zero
// in the segment, or negative for none.
func (g *generator) send(c *conn, dir int, proto uint8, segment []byte, sumAt int) {
	if sumAt >= 0 {
		seal(segment, sumAt, c.pseudo(dir, proto, len(segment)), proto)
	}
	b := c.link(g.frame[:0], dir, c.outerType())
	if e := encapsulations[c.tunnel]; e.wrap != nil {
		b = e.wrap(c, b, dir, c.inner(len(segment)))
	}
	b = c.network(b, dir, proto, len(segment))
	g.write(append(b, segment...))
}

func seal(segment []byte, at int, sum uint64, proto uint8) {
	check := fold(total(sum, segment))
	if check == 0 && proto == protoUDP {
		check = 0xffff
	}
	binary.BigEndian.PutUint16(segment[at:], check)
}

// write pads the frame and records it.
func (g *generator) write(b []byte) {
	for len(b) < leastFrame {
		b = append(b, 0)
	}
	g.frame = b
	g.out.record(g.now, b, len(b))
}

// link appends an Ethernet header, and the VLAN tag where the conversation has one.
func (c *conn) link(b []byte, dir int, etherType uint16) []byte {
	b = append(b, c.mac[1-dir][:]...)
	b = append(b, c.mac[dir][:]...)
	if c.vlan != 0 {
		b = binary.BigEndian.AppendUint16(b, etherVLAN)
		b = binary.BigEndian.AppendUint16(b, c.vlan)
	}
	return binary.BigEndian.AppendUint16(b, etherType)
}

func (c *conn) etherType() uint16 {
	if c.v6 {
		return etherIPv6
	}
	return etherIPv4
}

func (c *conn) outerType() uint16 {
	if c.tunnel != noTunnel {
		return encapsulations[c.tunnel].etherType
	}
	return c.etherType()
}

// network appends the IP header of a payload of that length.
func (c *conn) network(b []byte, dir int, proto uint8, length int) []byte {
	if !c.v6 {
		b = ipv4(b, c.address(dir), c.address(1-dir), proto, length, c.id[dir], c.fragment)
		c.id[dir]++
		return b
	}
	return ipv6(b, c.address(dir), c.address(1-dir), proto, length)
}

func ipv6(b, from, to []byte, proto uint8, length int) []byte {
	b = append(b, 0x60, 0, 0, 0)
	b = binary.BigEndian.AppendUint16(b, uint16(length))
	b = append(b, proto, 64)
	b = append(b, from...)
	return append(b, to...)
}

const dontFragment = 0x4000

func ipv4(b, from, to []byte, proto uint8, length int, id, fragment uint16) []byte {
	start := len(b)
	if fragment == 0 {
		fragment = dontFragment
	}
	b = append(b, 0x45, 0)
	b = binary.BigEndian.AppendUint16(b, uint16(20+length))
	b = binary.BigEndian.AppendUint16(b, id)
	b = binary.BigEndian.AppendUint16(b, fragment)
	b = append(b, 64, proto, 0, 0)
	b = append(b, from...)
	b = append(b, to...)
	binary.BigEndian.PutUint16(b[start+10:], fold(total(0, b[start:])))
	return b
}
