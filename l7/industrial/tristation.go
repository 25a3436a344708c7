//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// triStation recognises TriStation, of Triconex's safety controllers, on its ports: a type, a channel, the length of
// what follows and a CRC of two bytes (Analyses of TRITON, 2018).
func triStation() l7.Proto {
	const header, sum, types = 4, 2, 13
	return l7.Proto{
		ID: categories.TriStation, On: l7.UDP, Ports: []uint16{1502, 1501}, Min: header + sum,
		Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			return l7.MatchIf((c.OnPort(1502) || c.OnPort(1501)) && len(b) >= header+sum && b[0] > 0 && b[0] <= types &&
				int(binary.LittleEndian.Uint16(b[2:]))+header+sum == c.Length())
		},
		Samples: [][]byte{[]byte("\x01\x00\x00\x00\x91\xc1")},
	}
}
