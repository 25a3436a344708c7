//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const (
	phasorHeader = 14 // IEEE C37.118.2-2011
	phasorLeast  = phasorHeader + 2
)

// synchrophasor recognises synchrophasors (IEEE C37.118.2) by a frame: a start, a type and a version, a length, and a
// CRC over all of it.
func synchrophasor() l7.Proto {
	return l7.Proto{
		ID: categories.IEEEC37118, On: l7.UDP, Ports: []uint16{4713, 4712}, Min: phasorLeast, First: l7.Bytes(0xaa),
		Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			return l7.MatchIf(len(b) >= phasorLeast && phasorStarts(b) && phasorLength(b) == len(b) && phasorSum(b))
		},
		Samples: [][]byte{[]byte(phasorCommand)},
	}
}

// phasorCommand asks for data.
const phasorCommand = "\xaa\x41\x00\x12\x00\x3c\x48\x99\x90\x9a\x00\x34\x2e\xd5\x00\x01\x56\x0b"

func synchrophasorStream() l7.Proto {
	return l7.Proto{
		ID: categories.IEEEC37118, On: l7.TCP, Ports: []uint16{4712}, First: l7.Bytes(0xaa),
		Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			switch {
			case !phasorStarts(b):
				return l7.Reject
			case len(b) < 4:
				return l7.More
			}
			n := phasorLength(b)
			switch {
			case n < phasorLeast || n > l7.MaxPrefix:
				return l7.Reject
			case len(b) < n:
				return l7.More
			}
			return l7.MatchIf(phasorSum(b[:n]))
		},
		Samples: [][]byte{[]byte(phasorCommand)},
	}
}

// phasorStarts reports whether b starts as a frame: data, header, configuration 1 to 3 or command, version 1 or 2.
func phasorStarts(b []byte) bool {
	return b[0] == 0xaa && (len(b) < 2 || b[1]&0x80 == 0 && b[1]>>4 <= 5 && (b[1]&0x0f == 1 || b[1]&0x0f == 2))
}

func phasorLength(b []byte) int { return int(binary.BigEndian.Uint16(b[2:])) }

func phasorSum(b []byte) bool {
	return crcCCITT(b[:len(b)-2], 0xffff) == binary.BigEndian.Uint16(b[len(b)-2:])
}
