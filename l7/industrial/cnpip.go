//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const cnpHeader = 20 // ISO/IEC 14908-4

// cnpIP recognises CNP/IP, which tunnels networks of control (ISO/IEC 14908-4), on its ports: a length, version 1, a
// type, and a session.
func cnpIP() l7.Proto {
	return l7.Proto{
		ID: categories.CNPIP, On: l7.UDP, Ports: []uint16{1628, 1629}, Min: cnpHeader,
		First: l7.Bytes(0, 1, 2, 3, 4, 5), Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			return l7.MatchIf((c.OnPort(1628) || c.OnPort(1629)) && len(b) >= cnpHeader &&
				int(binary.BigEndian.Uint16(b)) == c.Length() && b[2] == 1 && b[3] < 0x80)
		},
		Samples: [][]byte{append([]byte("\x00\x18\x01\x01\x00\x00\x00\x00\x6b\x8b\x45\x67"), make([]byte, 12)...)},
	}
}
