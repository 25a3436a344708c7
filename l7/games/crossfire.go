//go:build !nfstream_no_games

package games

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// crossfire recognises the messages by which players of Crossfire find one another: 25 bytes with a fixed start and
// end, or, as the observations of the University of Waikato have it, 25 or 35 bytes with the start that 5 bytes answer
// (Libprotoident, Crossfire).
func crossfire() l7.Proto {
	return l7.Proto{
		ID: categories.Crossfire, On: l7.UDP, Min: 5, Max: 35, First: l7.Bytes(crossfireStart[0]), Scratch: 2,
		EachDatagram: true, Probe: probeCrossfire,
		Samples: [][]byte{[]byte(crossfireStart + "\x02\x000123456789abcdef\x7d\x00\x00")},
	}
}

const crossfireStart = "\xc7\xd9\x19\x99"

func probeCrossfire(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if l7.Prefix(b, crossfireStart) != l7.Match || len(b) != 5 && len(b) != 25 && len(b) != 35 {
		return l7.Reject
	}
	if len(b) == 25 && string(b[4:6]) == "\x02\x00" && string(b[22:24]) == "\x7d\x00" {
		return l7.Match
	}
	if _, there := c.Tally(); there == 0 {
		return l7.More
	}
	return l7.Match
}
