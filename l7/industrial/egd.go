//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// globalData recognises Ethernet Global Data, of GE's controllers, on its port: a type, version 1, a number, the
// producer and an exchange (GFK-1541).
func globalData() l7.Proto {
	const port, header, data, version = 18246, 32, 13, 1
	return l7.Proto{
		ID: categories.EthernetGlobalData, On: l7.UDP, Ports: []uint16{port}, Min: header, First: l7.Bytes(data),
		Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			return l7.MatchIf(c.OnPort(port) && len(b) >= header && b[0] == data && b[1] == version &&
				binary.LittleEndian.Uint32(b[4:]) != 0)
		},
		Samples: [][]byte{append([]byte("\x0d\x01\xd4\xf0\xc0\xa8\x08\x4d\x7b\x00\x00\x00\xbe\x8a\x7e\x38"),
			make([]byte, 16)...)},
	}
}
