//go:build !nfstream_no_games

package games

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// dofus recognises Dofus by how its server greets (Dofus, HelloConnect and ProtocolRequired): with HC and a key of 32
// letters, or, from version 2 on, with the protocol's version, required and current.
func dofus() l7.Proto {
	return l7.Proto{
		ID: categories.Dofus, On: l7.TCP, Ports: []uint16{5555, 5556}, First: l7.Bytes('H', 0), Probe: probeDofus,
		Samples: [][]byte{
			[]byte("HCabcdefghijklmnopqrstuvwxyzabcdef\x00"), []byte("\x00\x05\x08\x00\x00\x05\xbb\x00\x00\x05\xbb"),
		},
	}
}

func probeDofus(c *l7.Ctx) l7.Verdict {
	const key, length, greatest = 2 + 32, 11, 4096
	b := c.Data
	if b[0] == 'H' {
		for i := 2; i < min(len(b), key); i++ {
			if b[i] < 'a' || b[i] > 'z' {
				return l7.Reject
			}
		}
		if len(b) > key && b[key] != 0 {
			return l7.Reject
		}
		return l7.AtLeast(b, key+1, l7.Prefix(b, "HC"))
	}
	switch {
	case l7.Prefix(b, "\x00\x05\x08\x00\x00") != l7.Match:
		return l7.Prefix(b, "\x00\x05\x08\x00\x00")
	case len(b) < length:
		return l7.More
	}
	least, current := binary.BigEndian.Uint32(b[3:]), binary.BigEndian.Uint32(b[7:])
	return l7.MatchIf(least > 1000 && least <= current && current < greatest)
}
