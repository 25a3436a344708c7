//go:build !nfstream_no_games

package games

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// crossfire recognises the messages by which players of Crossfire find one another: 25 bytes with a fixed start and
// end.
func crossfire() l7.Proto {
	const start, length, end = "\xc7\xd9\x19\x99\x02\x00", 25, "\x7d\x00"
	return l7.Proto{
		ID: categories.Crossfire, On: l7.UDP, Min: length, First: l7.Bytes(start[0]),
		Probe: func(c *l7.Ctx) l7.Verdict {
			return l7.MatchIf(len(c.Data) == length && l7.Prefix(c.Data, start) == l7.Match &&
				string(c.Data[22:24]) == end)
		},
		Samples: [][]byte{[]byte(start + "0123456789abcdef" + end + "\x00")},
	}
}
