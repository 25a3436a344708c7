//go:build !nfstream_no_games

package games

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// epic recognises the first packet that a client of Epic's games sends: a header, and the handshake of Unreal Engine
// (Unreal Engine, StatelessConnectHandlerComponent). Time and cookie are still zero.
func epic() l7.Proto {
	return l7.Proto{
		ID: categories.EpicGames, On: l7.UDP, Min: 40, First: l7.Bytes(0x07, 0x47, 0x87, 0xc7), Probe: probeEpic,
		Samples: [][]byte{append(append([]byte("\x47\x1a\x20\x00\x08\x98\x22\x65\x74\x04"), make([]byte, 28)...),
			"\x00\x10\xa1\x3b\x88\x78"...)},
	}
}

func probeEpic(c *l7.Ctx) l7.Verdict {
	const most = 64
	b := c.Data
	return l7.MatchIf(len(b) >= 40 && len(b) <= most && b[0]&0x3f == 7 && b[1] == 0x1a && b[2]&^0x08 == 0x20 &&
		zeroes(b[10:38]) && !zeroes(b[38:]))
}
