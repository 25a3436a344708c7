//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const (
	finsPort   = 9600
	finsHeader = 10 // Omron W342, FINS frames
)

// fins recognises FINS, of Omron's controllers (Omron W342), on its port: a byte in which few bits vary, a reserved
// one, a number of gateways, and networks.
func fins() l7.Proto {
	return l7.Proto{
		ID: categories.FINS, On: l7.UDP, Ports: []uint16{finsPort}, Min: finsHeader + 2,
		First: l7.Bytes(0x80, 0x81, 0xc0, 0xc1), Probe: func(c *l7.Ctx) l7.Verdict {
			const gateways, networks = 7, 0x7f
			b := c.Data
			return l7.MatchIf(c.OnPort(finsPort) && len(b) >= finsHeader+2 && b[0]&0x3e == 0 && b[0]&0x80 != 0 &&
				b[1] == 0 && b[2] <= gateways &&
				b[3] <= networks && b[6] <= networks && b[10] <= 0x30)
		},
		Samples: [][]byte{[]byte("\x80\x00\x02\x00\x00\x00\x00\x00\x00\x7a\x01\x01\x00\xcc\xcc\xcc\x00\x01")},
	}
}

// finsStream recognises it over TCP: a magic, a length, a command and an error.
func finsStream() l7.Proto {
	return l7.Proto{
		ID: categories.FINS, On: l7.TCP, Ports: []uint16{finsPort}, First: l7.Bytes('F'),
		Probe: func(c *l7.Ctx) l7.Verdict {
			const header, least, most, commands = 12, 8, 1 << 12, 6
			if v := l7.AtLeast(c.Data, header, l7.Prefix(c.Data, "FINS\x00\x00")); v != l7.Match {
				return v
			}
			n := binary.BigEndian.Uint32(c.Data[4:])
			return l7.MatchIf(n >= least && n < most && binary.BigEndian.Uint32(c.Data[8:]) <= commands)
		},
		Samples: [][]byte{[]byte("FINS\x00\x00\x00\x0c\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")},
	}
}
