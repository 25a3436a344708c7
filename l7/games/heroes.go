//go:build !nfstream_no_games

package games

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// heroes recognises the packets of Heroes of the Storm on the ports of Blizzard's servers: a header of 20 bytes with
// two that are fixed, twice.
func heroes() l7.Proto {
	return l7.Proto{
		ID: categories.HeroesOfTheStorm, On: l7.UDP, Ports: []uint16{3724, 1119}, Min: 20, Scratch: 2, Probe: probeHeroes,
		Samples: [][]byte{[]byte("\xe6\x5d\x34\x00\x09\x72\x77\x14\xf7\x3f\x95\xaa\xe0\x3e\x40\x00\x1a\xbc\x63\xb3")},
	}
}

func probeHeroes(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if !blizzardPort(c.SrcPort) && !blizzardPort(c.DstPort) || len(b) < 20 || b[14] != 0x40 || b[15]&0x0f != 0 {
		return l7.Reject
	}
	if here, there := c.Tally(); here+there < 2 {
		return l7.More
	}
	return l7.Match
}

func blizzardPort(port uint16) bool {
	return port == 1119 || port == 3724 || port == 6113 || port == 1120
}
