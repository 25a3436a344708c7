//go:build !nfstream_no_games

package games

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// xbox recognises the key exchange of Xbox Live, which has the form of ESP in UDP (Xboxdevwiki, System Link): an SPI of
// zero; then a type, X and flags, which are known from observations only.
func xbox() l7.Proto {
	return l7.Proto{
		ID: categories.Xbox, On: l7.UDP, Ports: []uint16{3074}, Min: xboxLeast, First: l7.Bytes(0), Scratch: 2,
		Probe:   probeXbox,
		Samples: [][]byte{[]byte("\x00\x00\x00\x00\x0cX\x76\x00\x00\x00abcdefgh")},
	}
}

const xboxLeast = 13

func probeXbox(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < xboxLeast || b[5] != 'X' || b[4] == 0 || !zeroes(b[:4]) || !zeroes(b[7:10]) {
		return l7.Reject
	}
	if _, there := c.Tally(); there == 0 && c.SrcPort != 3074 && c.DstPort != 3074 {
		return l7.More
	}
	return l7.Match
}
