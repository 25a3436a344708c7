//go:build !nfstream_no_games

package games

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// riot recognises two protocols of Riot's servers: a test of the latency, with messages that end with a pattern, and
// the first packets of a game.
func riot() l7.Proto {
	return l7.Proto{
		ID: categories.RiotGames, On: l7.UDP, Min: riotLength, Scratch: 2, Probe: probeRiot,
		Samples: [][]byte{append(make([]byte, riotLength-8), riotPattern...)},
	}
}

const (
	riotLength  = 36
	riotPattern = "\xaa\xaa\xaa\xaa\xbb\xbb\xbb\xbb"
)

func probeRiot(c *l7.Ctx) l7.Verdict {
	b := c.Data
	switch {
	case len(b) == riotLength && string(b[28:]) == riotPattern:
		return l7.Match
	case len(b) > riotLength && len(b) < 64 && b[5] == 0x32 && b[6] == 0x42 && b[7] == 0x04 && zeroes(b[9:32]):
		return l7.Match
	}
	return l7.Reject
}
