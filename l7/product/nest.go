//go:build !nfstream_no_product

package product

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// nestLogSink recognises messages of Weave between a device of Nest and its service over TCP (OpenWeave, Weave message
// format): a length, flags with both nodes, a number, and the nodes. Both have Nest's prefix, 18-B4-30.
func nestLogSink() l7.Proto {
	return l7.Proto{
		ID: categories.NestLogSink, On: l7.TCP, Ports: []uint16{11095}, Probe: probeNest,
		Samples: [][]byte{
			[]byte("\x11\x02\x00\x13\x08\x03\x00\x00\x36\x9e\x27\x00\x00\x30\xb4\x18\x04\x00\x00\x00\x02\x30\xb4\x18" +
				"\x11\x0a"),
		},
	}
}

func probeNest(c *l7.Ctx) l7.Verdict {
	const header = 24
	b := c.Data
	switch {
	case len(b) > 2 && b[2] != 0, len(b) > 3 && b[3] != 0x13, len(b) > 1 && binary.LittleEndian.Uint16(b) < header-2:
		return l7.Reject
	case len(b) < header:
		return l7.More
	}
	return l7.MatchIf(string(b[13:16]) == nestPrefix && string(b[21:24]) == nestPrefix)
}

const nestPrefix = "\x30\xb4\x18" // little-endian
