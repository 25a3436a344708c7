//go:build !nfstream_no_games

package games

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// cryNetwork recognises the set-up of a connection of CryEngine: a type, and fields that are zero before keys are
// known.
func cryNetwork() l7.Proto {
	return l7.Proto{
		ID: categories.CryNetwork, On: l7.UDP, Min: cryLeast, First: l7.Bytes('<', 0x87), Probe: probeCryNetwork,
		Samples: [][]byte{
			append([]byte("<\x00\x00\x08\xed\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x07\x00\x00"+
				"\x00\x03\x07"),
				make([]byte, 44)...),
			append(append([]byte{0x87}, make([]byte, 32)...), append([]byte{2}, make([]byte, 99)...)...),
		},
	}
}

const cryLeast = 70

func probeCryNetwork(c *l7.Ctx) l7.Verdict {
	b := c.Data
	switch {
	case len(b) < cryLeast:
		return l7.Reject
	case b[0] == '<': // a request: the version, and the first number of each list of values
		return l7.MatchIf(b[1]|b[2] == 0 && zeroes(b[5:16]) && string(b[16:24]) == "\x01\x00\x00\x00\x07\x00\x00\x00")
	}
	return l7.MatchIf(b[0] == 0x87 && zeroes(b[1:33]) && b[33] != 0 && len(b) < 2*cryLeast)
}
