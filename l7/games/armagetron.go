//go:build !nfstream_no_games

package games

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// armagetron recognises Armagetron Advanced by messages that fill the datagram: a descriptor, a number, a length in
// words and the words; the sender's number follows the last (Armagetron Advanced, network messages). The first ones are
// those of a login.
func armagetron() l7.Proto {
	return l7.Proto{
		ID: categories.Armagetron, On: l7.UDP, Ports: []uint16{4534}, Min: 10, First: l7.Bytes(0, 1), Scratch: 2,
		Probe: probeArmagetron,
		Samples: [][]byte{
			[]byte("\x00\x0b\x00\x01\x00\x02\x00\x0b\x00\x00\x00\x00"),
			[]byte("\x00\x05\x00\x02\x00\x01\x00\x01\x00\x01\x00\x00\x00\x00\x00\x01"),
		},
	}
}

func probeArmagetron(c *l7.Ctx) l7.Verdict {
	const header, sender, descriptors, players = 6, 2, 400, 64
	b := c.Data
	if len(b) < header+sender+2 || len(b)%2 != 0 || binary.BigEndian.Uint16(b[len(b)-sender:]) > players {
		return l7.Reject
	}
	for b = b[:len(b)-sender]; len(b) > 0; {
		if len(b) < header || binary.BigEndian.Uint16(b) > descriptors || binary.BigEndian.Uint16(b) == 0 {
			return l7.Reject
		}
		n := header + 2*int(binary.BigEndian.Uint16(b[4:]))
		if n > len(b) {
			return l7.Reject
		}
		b = b[n:]
	}
	if _, there := c.Tally(); there == 0 {
		return l7.More
	}
	return l7.Match
}
