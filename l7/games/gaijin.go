//go:build !nfstream_no_games

package games

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// gaijin recognises what games of Gaijin report, a name and pairs of keys and values, and the connection to their
// servers (ENet, protocol.h).
func gaijin() l7.Proto {
	return l7.Proto{
		ID: categories.GaijinEntertainment, On: l7.UDP, Ports: []uint16{20011}, Min: 48, Probe: probeGaijin,
		Samples: [][]byte{[]byte("app.start,env=production,circuit=production,application=client,project=a")},
	}
}

func probeGaijin(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < 48 || (b[0] < 'a' || b[0] > 'z') && !enetConnects(b) {
		return l7.Reject
	}
	if enetConnects(b) {
		return l7.MatchIf(c.SrcPort/10000 == 2 || c.DstPort/10000 == 2) // Gaijin, network requirements: 20010 to 30000
	}
	b = b[:min(len(b), 160)]
	return l7.MatchIf(bytes.Contains(b, []byte(",env=")) && bytes.Contains(b, []byte(",circuit=")))
}

// enetConnects reports whether b has the command by which ENet connects (ENet, protocol.h): a peer that is not
// assigned, sent time, a command that is acknowledged, channel 255, number 1, and an MTU.
func enetConnects(b []byte) bool {
	const noPeer, acknowledge, connect, command = 0x0fff, 0x80, 2, 40
	return len(b) >= 4+4+command && binary.BigEndian.Uint16(b)&noPeer == noPeer && b[4] == acknowledge|connect &&
		b[5] == 0xff &&
		binary.BigEndian.Uint16(b[6:]) == 1 && binary.BigEndian.Uint32(b[12:]) <= 4096 &&
		binary.BigEndian.Uint32(b[12:]) >= 576
}
