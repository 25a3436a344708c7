//go:build !nfstream_no_games

package games

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// codMobile recognises pings of Call of Duty: Mobile: eight bytes and a word, which the server repeats.
func codMobile() l7.Proto {
	return l7.Proto{
		ID: categories.CoDMobile, On: l7.UDP, Min: 12, Scratch: 2 + 8, Probe: probeCoDMobile,
		Samples: [][]byte{[]byte("12345678ping")},
	}
}

func probeCoDMobile(c *l7.Ctx) l7.Verdict {
	const ping = "ping"
	b := c.Data
	if len(b) != 8+len(ping) || string(b[8:]) != ping {
		return l7.Reject
	}
	kept := c.Scratch()[2:10]
	if _, there := c.Tally(); there > 0 && string(kept) == string(b[:8]) {
		return l7.Match
	}
	copy(kept, b)
	return l7.More
}
