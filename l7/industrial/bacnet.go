//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// bacnet recognises BACnet/IP by the header of its link control, with the datagram's length, and the version of what it
// carries (ANSI/ASHRAE 135, annex J and clause 6.2).
func bacnet() l7.Proto {
	return l7.Proto{
		ID: categories.BACnet, On: l7.UDP, Ports: []uint16{47808}, Min: 4, First: l7.Bytes(0x81), EachDatagram: true,
		Probe: probeBACnet, Session: l7.Once(readBACnet), Columns: bacnetColumns(),
		Samples: [][]byte{[]byte("\x81\x0b\x00\x0c\x01\x20\xff\xff\x00\xff\x10\x08")},
	}
}

func probeBACnet(c *l7.Ctx) l7.Verdict {
	const forwarded, distribute, unicast, broadcast, functions = 4, 9, 10, 11, 12
	b := c.Data
	if len(b) < 4 || b[0] != 0x81 || b[1] > functions || int(binary.BigEndian.Uint16(b[2:])) != c.Length() {
		return l7.Reject
	}
	at := 4
	switch b[1] {
	case forwarded:
		at += 6
	case distribute, unicast, broadcast:
	default:
		return l7.MatchIf(c.OnPort(47808))
	}
	return l7.MatchIf(len(b) > at+1 && b[at] == 1 && b[at+1]&0x50 == 0)
}
