//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const adsHeader = 6 + 32 // Beckhoff Information System, AMS/TCP and AMS headers

// ads recognises ADS, of Beckhoff's controllers (Beckhoff Information System, AMS/TCP): two bytes of zero and a length;
// then two addresses, a command, flags, and a length that is the rest of the first.
func ads() l7.Proto {
	return l7.Proto{
		ID: categories.BeckhoffADS, On: l7.TCP, Ports: []uint16{48898}, First: l7.Bytes(0),
		Probe: func(c *l7.Ctx) l7.Verdict {
			const command, state, commands = 22, 24, 9
			b := c.Data
			switch {
			case l7.Prefix(b, "\x00\x00") == l7.Reject, len(b) > 5 && b[4]|b[5] != 0, len(b) > command+1 &&
				(b[command] > commands || b[command+1] != 0):
				return l7.Reject
			case len(b) < adsHeader:
				return l7.More
			}
			n := binary.LittleEndian.Uint32(b[2:])
			return l7.MatchIf(n >= 32 && binary.LittleEndian.Uint32(b[26:]) == n-32 && b[state] < 16)
		},
		Samples: [][]byte{[]byte("\x00\x00\x20\x00\x00\x00\x05\x0d\x75\x60\x01\x01\x10\x27\xc0\xa8\x01\x63\x01\x01" +
			"\x03\x80\x04\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x05\x00\x00\x00")},
	}
}
