package workload

import (
	"encoding/binary"
	"strings"
)

const (
	typeA    = 1
	typeAAAA = 28
	classIN  = 1
)

// dns is one question, and mostly its answer (RFC 1035).
type dns struct {
	name     string
	kind     uint16
	id       uint16
	answered bool
	// lost is set where no answer comes, and none set where the name has no address.
	lost, none bool
}

// resolvers are few, as in most networks.
const resolvers = 4

func startDNS(g *generator) *conn {
	c := g.meet(53)
	d := &dns{name: site(c), id: uint16(g.below(1 << 16)), lost: g.chance(20), none: g.chance(50)}
	d.kind = [...]uint16{typeA, typeA, typeAAAA}[g.below(3)]
	c.host[server] = g.below(resolvers) + 1<<14
	c.place()
	c.script = d
	return c
}

func (d *dns) step(g *generator, c *conn) (int64, bool) {
	if d.answered {
		g.datagram(c, server, d.answer(g))
		return 0, false
	}
	g.datagram(c, client, d.question(g.scratch[:0], 0x0100, 0))
	d.answered = true
	return 500*us + g.spread(15*ms), !d.lost
}

// question appends the header with the flags and the number of answers, and the question.
func (d *dns) question(b []byte, flags, answers uint16) []byte {
	b = binary.BigEndian.AppendUint16(b, d.id)
	b = binary.BigEndian.AppendUint16(b, flags)
	b = binary.BigEndian.AppendUint16(b, 1)
	b = binary.BigEndian.AppendUint16(b, answers)
	b = append(b, 0, 0, 0, 0)
	for label := range strings.SplitSeq(d.name, ".") {
		b = append(b, byte(len(label)))
		b = append(b, label...)
	}
	b = append(b, 0)
	b = binary.BigEndian.AppendUint16(b, d.kind)
	return binary.BigEndian.AppendUint16(b, classIN)
}

func (d *dns) answer(g *generator) []byte {
	if d.none {
		return d.question(g.scratch[:0], 0x8183, 0)
	}
	answers := g.between(1, 4)
	b := d.question(g.scratch[:0], 0x8180, uint16(answers))
	for range answers {
		b = d.address(b, g)
	}
	g.scratch = b
	return b
}

// address appends a resource record of the name in the question.
func (d *dns) address(b []byte, g *generator) []byte {
	length := 4
	if d.kind == typeAAAA {
		length = 16
	}
	b = append(b, 0xc0, 12)
	b = binary.BigEndian.AppendUint16(b, d.kind)
	b = binary.BigEndian.AppendUint16(b, classIN)
	b = binary.BigEndian.AppendUint32(b, uint32(g.between(30, 3600)))
	b = binary.BigEndian.AppendUint16(b, uint16(length))
	return append(b, g.opaque(length)...)
}
