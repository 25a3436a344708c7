package workload

import "encoding/binary"

// datagram sends payload as one UDP packet.
func (g *generator) datagram(c *conn, dir int, payload []byte) {
	b := c.udpHeader(g.segment[:0], dir, len(payload))
	b = append(b, payload...)
	g.segment = b
	g.send(c, dir, protoUDP, b, 6)
}

func (c *conn) udpHeader(b []byte, dir, length int) []byte {
	b = binary.BigEndian.AppendUint16(b, c.port[dir])
	b = binary.BigEndian.AppendUint16(b, c.port[1-dir])
	b = binary.BigEndian.AppendUint16(b, uint16(8+length))
	return append(b, 0, 0)
}

// quic plays QUIC of version 1 (RFC 9000): the Initial packets of both sides can be read by who sees the first, all
// else is opaque and has the shape and sizes of HTTP/3.
type quic struct {
	// id are the connection identifiers that the client chose: the server's first one, and its own.
	id [2][]byte
	// left is how many packets the server still sends, and sent how many were sent by both.
	left, sent int
	burst      int
	trip       int64
}

func startQUIC(g *generator) *conn {
	c := g.meet(443)
	c.script = &quic{id: [2][]byte{g.opaque(8), g.opaque(8)}, left: g.tail(6, 14), trip: 2*ms + g.spread(30*ms)}
	return c
}

func (q *quic) step(g *generator, c *conn) (int64, bool) {
	q.sent++
	switch {
	case q.sent == 1:
		g.datagram(c, client, q.greet(g, c))
		return q.trip, true
	case q.sent == 2:
		g.datagram(c, server, q.welcome(g))
		q.burst = 8
		return q.trip, true
	case q.burst == 0:
		q.burst = 8 + g.below(24)
		g.datagram(c, client, g.short(g.between(30, 60)))
		return q.trip, q.left > 0
	}
	q.burst--
	q.left--
	if q.left <= 0 {
		q.burst = 0
		g.datagram(c, server, g.short(g.between(40, 1100)))
		return 20 * us, true
	}
	g.datagram(c, server, g.short(min(1350, c.room()-8)))
	return 10*us + g.spread(30*us), true
}

// short returns a packet with a short header, of n bytes.
func (g *generator) short(n int) []byte {
	g.scratch = append(g.scratch[:0], 0x40|byte(g.below(64)))
	g.scratch = append(g.scratch, g.opaque(n-1)...)
	return g.scratch
}

// ntp is one question and its answer (RFC 5905).
type ntp struct{ answered bool }

func startNTP(g *generator) *conn {
	c := g.meet(123)
	c.script = &ntp{}
	return c
}

func (n *ntp) step(g *generator, c *conn) (int64, bool) {
	var b [48]byte
	if n.answered {
		b[0], b[1], b[2], b[3] = 0x24, 2, 6, 0xe9
		copy(b[12:], c.address(server))
	} else {
		b[0], b[2], b[3] = 0x23, 6, 0xe9
	}
	binary.BigEndian.PutUint32(b[40:], uint32(epoch+2_208_988_800+g.now/s))
	binary.BigEndian.PutUint32(b[44:], uint32(g.now%s*4))
	g.datagram(c, boolSide(n.answered), b[:])
	n.answered = !n.answered
	return 2*ms + g.spread(20*ms), n.answered
}

func boolSide(answer bool) int {
	if answer {
		return server
	}
	return client
}
