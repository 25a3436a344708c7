//go:build !nfstream_no_games

package games

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// amongUs recognises the hello with which a client of Among Us connects (Among Us protocol, Hello packet of Hazel): a
// type, a number, Hazel's version, the client's and the player's name.
func amongUs() l7.Proto {
	return l7.Proto{
		ID: categories.AmongUs, On: l7.UDP, Ports: []uint16{22023}, Min: amongUsFixed, First: l7.Bytes(8),
		Probe:   probeAmongUs,
		Samples: [][]byte{[]byte("\x08\x00\x01\x00\x80\xd9\x02\x03\x06player")},
	}
}

const amongUsFixed = 9

func probeAmongUs(c *l7.Ctx) l7.Verdict {
	const hello, mostName = 8, 16
	b := c.Data
	if len(b) < amongUsFixed || b[0] != hello || b[1] != 0 || b[3] != 0 || b[7] > 8 || c.SrcPort/100 != 220 &&
		c.DstPort/100 != 220 {
		return l7.Reject
	}
	name := int(b[8])
	return l7.MatchIf(name > 0 && name <= mostName && len(b) >= amongUsFixed+name)
}
