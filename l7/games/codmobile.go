//go:build !nfstream_no_games

package games

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// codMobile recognises pings of Call of Duty: Mobile: eight bytes and a word, which the server repeats; and how a
// client connects: a request of 84 bytes and an answer of 12 (Libprotoident, Call of Duty Mobile).
func codMobile() l7.Proto {
	return l7.Proto{
		ID: categories.CoDMobile, On: l7.UDP, Min: 12, Max: codMobileRequest, Scratch: 1 + 8, Probe: probeCoDMobile,
		Samples: [][]byte{[]byte("12345678ping")},
	}
}

const codMobileRequest = 84

func probeCoDMobile(c *l7.Ctx) l7.Verdict {
	const ping, request, answer, asked = "ping", "\x43\x01\xc0\x12", "\x43\x02\xc0\x00", 3
	b := c.Data
	switch {
	case len(b) == codMobileRequest && l7.Prefix(b, request) == l7.Match:
		c.Scratch()[0] = asked + c.Dir&1
		return l7.More
	case len(b) == 8+len(ping) && l7.Prefix(b, answer) == l7.Match:
		return l7.MatchIf(c.Scratch()[0] == asked+1-c.Dir&1)
	}
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
