//go:build !nfstream_no_games

package games

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// codMobile recognises pings of Call of Duty: Mobile: eight bytes and a word, which the server repeats.
func codMobile() l7.Proto {
	return l7.Proto{
		ID: categories.CoDMobile, On: l7.UDP, Min: 12, Scratch: 1 + 8, Probe: probeCoDMobile,
		Samples: [][]byte{[]byte("12345678ping")},
	}
}

func probeCoDMobile(c *l7.Ctx) l7.Verdict {
	const ping = "ping"
	b := c.Data
	if len(b) != 8+len(ping) || string(b[8:]) != ping {
		return l7.Reject
	}
	kept := c.Scratch() // the direction, counted from 1, and the bytes
	if kept[0] == 2-c.Dir&1 && string(kept[1:9]) == string(b[:8]) {
		return l7.Match
	}
	kept[0] = 1 + c.Dir&1
	copy(kept[1:9], b)
	return l7.More
}
