//go:build !nfstream_no_games

package games

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// netEase recognises the transport of NetEase's games by the four bytes that begin each of its messages, seen twice.
func netEase() l7.Proto {
	return l7.Proto{
		ID: categories.NetEaseGames, On: l7.UDP, Min: 24, First: l7.Bytes(7), Scratch: 2, Probe: probeNetEase,
		Samples: [][]byte{[]byte("\x07\x08\x08\x0c\x62\x63\x86\x18abcdefghijklmnop")},
	}
}

func probeNetEase(c *l7.Ctx) l7.Verdict {
	if len(c.Data) < 24 || l7.Prefix(c.Data, "\x07\x08\x08\x0c") != l7.Match {
		return l7.Reject
	}
	if here, there := c.Tally(); here+there < 2 {
		return l7.More
	}
	return l7.Match
}
