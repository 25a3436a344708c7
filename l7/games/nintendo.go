//go:build !nfstream_no_games

package games

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// nintendo recognises Pia, by which consoles of Nintendo play together, by the magic of its header (NintendoClients
// wiki, Pia protocol).
func nintendo() l7.Proto {
	const magic, header = "\x32\xab\x98\x64", 32
	return l7.Proto{
		ID: categories.Nintendo, On: l7.UDP, Min: header, First: l7.Bytes(magic[0]),
		Probe: func(c *l7.Ctx) l7.Verdict {
			return l7.MatchIf(len(c.Data) >= header && l7.Prefix(c.Data, magic) == l7.Match)
		},
		Samples: [][]byte{append([]byte(magic+"\x02\x56\x03\xcb\x96\x01"), make([]byte, header)...)},
	}
}
