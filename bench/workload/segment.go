package workload

import "encoding/binary"

const (
	flagFIN = 1 << iota
	flagSYN
	flagRST
	flagPSH
	flagACK
)

const (
	tcpHeader  = 20
	stampBytes = 12
)

// mss is the most payload of a segment, in bytes.
func (p *tcp) mss(c *conn) int {
	n := c.room() - tcpHeader
	if p.stamped {
		n -= stampBytes
	}
	return n
}

// emit sends one segment, and advances the sequence number of its side.
func (p *tcp) emit(g *generator, c *conn, dir int, flags uint8, payload []byte) {
	b := binary.BigEndian.AppendUint16(g.segment[:0], c.port[dir])
	b = binary.BigEndian.AppendUint16(b, c.port[1-dir])
	b = binary.BigEndian.AppendUint32(b, p.seq[dir])
	b = binary.BigEndian.AppendUint32(b, p.seen(dir, flags))
	b = append(b, 0, flags, 0xfa, 0xf0, 0, 0, 0, 0)
	b = p.options(b, g, c, dir, flags)
	b[12] = byte(len(b) / 4 << 4)
	b = append(b, payload...)
	g.segment = b
	g.send(c, dir, protoTCP, b, 16)
	p.seq[dir] += uint32(len(payload))
	if flags&(flagSYN|flagFIN) != 0 {
		p.seq[dir]++
	}
}

// seen is the acknowledgement number: everything sent by the other side, for nothing is lost.
func (p *tcp) seen(dir int, flags uint8) uint32 {
	if flags&flagACK == 0 {
		return 0
	}
	return p.seq[1-dir]
}

// options appends what the segment carries: in a SYN the largest segment size, leave to acknowledge selectively and the
// window scale, and timestamps where the connection has them (RFC 7323).
func (p *tcp) options(b []byte, g *generator, c *conn, dir int, flags uint8) []byte {
	if flags&flagSYN != 0 {
		b = append(b, 2, 4)
		b = binary.BigEndian.AppendUint16(b, uint16(c.room()-tcpHeader))
		b = append(b, 1, 3, 3, 7, 4, 2, 1, 1)
	}
	if !p.stamped || flags&flagRST != 0 {
		return b
	}
	tick := uint32(g.now / ms)
	echo := uint32(0)
	if flags&flagACK != 0 {
		echo = p.clock[1-dir] + tick
	}
	b = append(b, 1, 1, 8, 10)
	b = binary.BigEndian.AppendUint32(b, p.clock[dir]+tick)
	return binary.BigEndian.AppendUint32(b, echo)
}
