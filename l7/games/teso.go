//go:build !nfstream_no_games

package games

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// teso recognises The Elder Scrolls Online by its first message: the length of what follows, twice, around two numbers.
func teso() l7.Proto {
	return l7.Proto{
		ID: categories.TESOnline, On: l7.TCP, First: l7.Bytes(0), Probe: probeTESO,
		Samples: [][]byte{[]byte("\x00\x00\x03\x56\x00\x01\x00\x01\x00\x00\x03\x4e\x01\x10")},
	}
}

func probeTESO(c *l7.Ctx) l7.Verdict {
	const own, header = 8, 12
	b := c.Data
	switch {
	case l7.Prefix(b, "\x00\x00") == l7.Reject, len(b) >= 4 && l7.Prefix(b[4:], "\x00\x01\x00\x01\x00\x00") == l7.Reject:
		return l7.Reject
	case len(b) < header:
		return l7.More
	}
	n := binary.BigEndian.Uint32(b)
	return l7.MatchIf(n > 64 && n == binary.BigEndian.Uint32(b[8:])+own)
}
