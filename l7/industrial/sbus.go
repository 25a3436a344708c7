//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const sbusLeast = 11

// sbus recognises Ether-S-Bus, of Saia's controllers, by a telegram: a length, a version, a type, a number, and a CRC
// over all of it (Saia PCD, S-Bus manual).
func sbus() l7.Proto {
	return l7.Proto{
		ID: categories.EtherSBus, On: l7.UDP, Ports: []uint16{5050}, Min: sbusLeast, First: l7.Bytes(0),
		EachDatagram: true,
		Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			return l7.MatchIf(len(b) >= sbusLeast && int(binary.BigEndian.Uint32(b)) == len(b) && b[4] <= 1 &&
				b[5] == 0 && b[8] <= 2 &&
				crcCCITT(b[:len(b)-2], 0) == binary.BigEndian.Uint16(b[len(b)-2:]))
		},
		Samples: [][]byte{[]byte("\x00\x00\x00\x0d\x01\x00\x00\x01\x00\x0a\x20\x53\x18")},
	}
}

// etherSIO recognises Ether-S-IO, of the same maker, by its magic.
func etherSIO() l7.Proto {
	const magic, least = "ESIO", 8
	return l7.Proto{
		ID: categories.EtherSIO, On: l7.UDP, Ports: []uint16{6060}, Min: least, First: l7.Bytes(magic[0]),
		Probe: func(c *l7.Ctx) l7.Verdict {
			return l7.MatchIf(len(c.Data) >= least && l7.Prefix(c.Data, magic) == l7.Match)
		},
		Samples: [][]byte{[]byte(magic + "\x00\x01\x00\x00\x00\x31\x76\x16")},
	}
}
