//go:build !nfstream_no_games

package games

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// genshin recognises the handshake of Genshin Impact, before its KCP: a command, an identifier and a token, the number
// 1234567890, and the command's counterpart.
func genshin() l7.Proto {
	return l7.Proto{
		ID: categories.GenshinImpact, On: l7.UDP, Ports: []uint16{22101, 22102}, Min: genshinLength, First: l7.Bytes(0),
		EachDatagram: true, Probe: probeGenshin,
		Samples: [][]byte{
			[]byte("\x00\x00\x00\xff\x00\x00\x00\x00\x00\x00\x00\x00\x49\x96\x02\xd2\xff\xff\xff\xff"),
			[]byte("\x00\x00\x01\x45\x00\x03\x18\x32\x3a\x0d\xa2\x15\x49\x96\x02\xd2\x14\x51\x45\x45"),
		},
	}
}

const genshinLength = 20

func probeGenshin(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) != genshinLength || binary.BigEndian.Uint32(b[12:]) != 1234567890 {
		return l7.Reject
	}
	switch binary.BigEndian.Uint32(b) {
	case 0xff, 0x145, 0x194: // connect, connected, disconnect
		return l7.Match
	}
	return l7.Reject
}
