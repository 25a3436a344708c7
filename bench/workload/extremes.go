package workload

import (
	"cmp"
	"encoding/binary"
)

const (
	bulkFlows = 8
	// bulkBytes are the bytes of a transfer, and how many of those a flow makes.
	bulkBytes = 1 << 30
	bulkAck   = 8
	// floodSpan is the duration of a flood of the given number of packets in nanoseconds; the default number is
	// floodUsual.
	floodSpan  = 4 * s
	floodUsual = 2_000_000
	// churnEvery makes 100,000 conversations in some 30 seconds: those that a meter waits, and what they last.
	churnEvery = 290 * us
	churnLimit = 6000
)

// startBulk is a transfer of full-size frames without end, acknowledged after every eighth.
func startBulk(g *generator) *conn {
	c, p := g.dial(uint16(5001+g.started), raw{bytes: bulkBytes})
	c.v6, c.vlan, c.tunnel = false, 0, noTunnel
	c.host = [2]int{g.started, 1 + g.started}
	c.place()
	p.ackEvery, p.rounds = bulkAck, bulkBytes
	return c
}

func floodEvery(o *Options) int64 { return floodSpan / int64(cmp.Or(o.Packets, floodUsual)) }

// startFlood begins the flow of the next number: no two of the first 1<<40 have addresses and ports in common.
func startFlood(g *generator) *conn {
	c := &conn{host: [2]int{0, g.started % 16}, id: [2]uint16{uint16(g.below(1 << 16)), 0}}
	c.place()
	spread := uint32(g.started) * 0x9e3779b1 & (1<<24 - 1)
	binary.BigEndian.PutUint32(c.ip[client][:], 100<<24|spread)
	c.host[client] = int(spread)
	c.port = [2]uint16{uint16(1024 + (int(spread>>3)+g.started>>24)%64512), 80}
	p := &tcp{ending: endUnanswered}
	p.seq[client] = uint32(g.source.Uint64())
	c.script = p
	return c
}

func startChurn(g *generator) *conn {
	return g.pick([]part{{400, startDNS}, {300, startShortHTTP}, {300, startShortTLS}})
}

func startShortHTTP(g *generator) *conn {
	c, p := g.dial(80, &http{limit: churnLimit})
	p.rounds = g.between(1, 2)
	return c
}

func startShortTLS(g *generator) *conn {
	c, p := startHandshake(g, churnLimit)
	p.rounds++
	return c
}
