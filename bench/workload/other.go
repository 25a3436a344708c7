package workload

import "encoding/binary"

// echo is a series of ICMP echo requests, one a second, and their replies.
type echo struct {
	left, sequence int
	reply          bool
	body           []byte
}

func startEcho(g *generator) *conn {
	c := g.meet(0)
	c.script = &echo{left: g.between(1, 8), body: g.opaque(56)}
	return c
}

func (e *echo) step(g *generator, c *conn) (int64, bool) {
	proto, kind := uint8(protoICMP), [2]byte{8, 0}
	if c.v6 {
		proto, kind = protoICMPv6, [2]byte{128, 129}
	}
	side := boolSide(e.reply)
	b := append(g.segment[:0], kind[side], 0, 0, 0)
	b = binary.BigEndian.AppendUint16(b, c.port[client])
	b = binary.BigEndian.AppendUint16(b, uint16(e.sequence))
	g.segment = append(b, e.body...)
	g.send(c, side, proto, g.segment, 2)
	return e.advance(g)
}

func (e *echo) advance(g *generator) (int64, bool) {
	e.reply = !e.reply
	if e.reply {
		return 2*ms + g.spread(20*ms), true
	}
	e.sequence++
	return 980 * ms, e.sequence < e.left
}

// arp is a request and its reply (RFC 826).
type arp struct{ reply bool }

func startARP(g *generator) *conn {
	c := &conn{}
	c.host = [2]int{g.below(clients), 1 << 15}
	c.place()
	c.ip[server] = [16]byte{10, 255, 255, 254}
	c.script = &arp{}
	return c
}

func (a *arp) step(g *generator, c *conn) (int64, bool) {
	side := boolSide(a.reply)
	b := c.link(g.frame[:0], side, etherARP)
	b = append(b, 0, 1, 8, 0, 6, 4, 0, byte(1+side))
	b = append(b, c.mac[side][:]...)
	b = append(b, c.address(side)...)
	if a.reply {
		b = append(b, c.mac[client][:]...)
	} else {
		copy(b, "\xff\xff\xff\xff\xff\xff")
		b = append(b, 0, 0, 0, 0, 0, 0)
	}
	g.write(append(b, c.address(1-side)...))
	a.reply = !a.reply
	return 100*us + g.spread(300*us), a.reply
}

// fragments is one UDP datagram over IPv4 that no frame can hold.
type fragments struct {
	datagram []byte
	offset   int
}

const moreFragments = 0x2000

func startFragments(g *generator) *conn {
	c := g.meet(2049)
	c.v6 = false
	c.place()
	size := g.between(2000, 8000)
	b := append(c.udpHeader(nil, client, size), g.opaque(size)...)
	seal(b, 6, c.pseudo(client, protoUDP, len(b)), protoUDP)
	c.script = &fragments{datagram: b}
	return c
}

func (f *fragments) step(g *generator, c *conn) (int64, bool) {
	piece := f.datagram[f.offset:]
	piece = piece[:min(len(piece), c.room()&^7)]
	c.fragment = uint16(f.offset / 8)
	f.offset += len(piece)
	more := f.offset < len(f.datagram)
	if more {
		c.fragment |= moreFragments
	}
	id := c.id[client]
	g.send(c, client, protoUDP, piece, -1)
	c.id[client] = id
	return 15 * us, more
}
