package network

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const (
	ripPort   = 520
	ripngPort = 521
	ripHeader = 4
	ripEntry  = 20
)

// rip is the Routing Information Protocol (RFC 1058; RFC 2453) and RIPng (RFC 2080), on their ports: a command, a
// version, and entries that fill the datagram.
func rip() l7.Proto {
	return l7.Proto{
		ID: categories.RIP, On: l7.UDP, Ports: []uint16{ripPort, ripngPort}, PortsOnly: true, Min: ripHeader + ripEntry,
		First: l7.Bytes(1, 2), Probe: probeRIP,
		Samples: l7.Samples("\x02\x02\x00\x00\x00\x02\x00\x00\xc0\x00\x02\x00\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\x01"),
	}
}

func probeRIP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < ripHeader+ripEntry || (c.Length()-ripHeader)%ripEntry != 0 || b[0] == 0 || b[0] > 2 {
		return l7.Reject
	}
	entry := b[ripHeader:]
	switch {
	case c.OnPort(ripPort):
		return l7.MatchIf((b[1] == 1 || b[1] == 2) && ripRoute(entry))
	case c.OnPort(ripngPort): // a prefix, a tag, the prefix's length, and a metric, which is 255 with a next hop
		return l7.MatchIf(b[1] == 1 && b[2]|b[3] == 0 && entry[18] <= 128 && (entry[19] <= 16 || entry[19] == 0xff))
	}
	return l7.Reject
}

// ripRoute reports whether an entry is a route with its metric, a question for the whole table, or an authentication.
func ripRoute(entry []byte) bool {
	const all, ip, authentication, infinity = 0, 2, 0xffff, 16
	switch binary.BigEndian.Uint16(entry) {
	case all, ip:
		return binary.BigEndian.Uint32(entry[16:]) <= infinity
	case authentication:
		return true
	}
	return false
}
