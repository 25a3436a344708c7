//go:build !nfstream_no_games

package games

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// tencent recognises transports of Tencent's games over TCP: GCP, with a magic, two versions and a command, one with a
// magic, the length of the rest and a type, and one with a magic and a command.
func tencent() l7.Proto {
	return l7.Proto{
		ID: categories.TencentGames, On: l7.TCP, First: l7.Bytes(0x33, 0x42, 0x43), Probe: probeTencent,
		Samples: [][]byte{
			[]byte("\x33\x66\x00\x0b\x00\x0b\x10\x01\x00\x00\x00\x00\x00\x01"),
			[]byte("\x43\x66\xaa\x00\x00\x00\x94\x15\x00\x00\x00\x17\x10"),
			[]byte("\x42\x15\xf7\x87\x03\xe9\x00\x00"),
		},
	}
}

func probeTencent(c *l7.Ctx) l7.Verdict {
	b := c.Data
	switch b[0] {
	case 0x42:
		return l7.Prefix(b, "\x42\x15\xf7\x87\x03")
	case 0x43:
		if len(b) > 5 && (b[3]|b[4] != 0 || len(b) > 7 && b[7] != 0x15) {
			return l7.Reject
		}
		return l7.AtLeast(b, 8, l7.Prefix(b, "\x43\x66\xaa\x00\x00"))
	}
	if len(b) > 6 && (b[2]|b[4] != 0 || b[3] != b[5] || b[3] == 0 || b[3] > 0x20 || b[6]&0xf0 != 0x10 &&
		b[6]&0xf0 != 0x20 && b[6]&0xf0 != 0x40 ||
		len(b) > 9 && b[8]|b[9] != 0) {
		return l7.Reject
	}
	return l7.AtLeast(b, 10, l7.Prefix(b, "\x33\x66\x00"))
}
