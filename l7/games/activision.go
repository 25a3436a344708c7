//go:build !nfstream_no_games

package games

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// activision recognises how Demonware, the network of Activision's games, finds out whether a host can be reached: a
// question, and an answer that repeats it. There is no description of it.
func activision() l7.Proto {
	return l7.Proto{
		ID: categories.Activision, On: l7.UDP, Ports: []uint16{3074}, Min: demonwareLength, First: l7.Bytes(0x0c, 0x0d),
		Scratch: demonwareLength, EachDatagram: true, Probe: probeActivision,
		Samples: [][]byte{
			[]byte("\x0d\x02\x00\xd3\xddabcdefghijkl\xc0\x00\x02\x01\x02\x0cmnopqr"),
			[]byte("\x0c\x02\x00\xd3\xddabcdefghijkl\xc0\x00\x02\x01\x02\x0cmnopqr"),
		},
	}
}

const demonwareLength = 29

func probeActivision(c *l7.Ctx) l7.Verdict {
	b, kept := c.Data, c.Scratch()[:demonwareLength]
	if len(b) != demonwareLength || b[0]&^1 != 0x0c || b[1] != 2 || b[2] != 0 {
		return l7.Reject
	}
	if kept[0] == b[0]^1 && string(kept[1:]) == string(b[1:]) {
		return l7.Match
	}
	copy(kept, b)
	if c.SrcPort == 3074 || c.DstPort == 3074 {
		return l7.Weak
	}
	return l7.More
}
