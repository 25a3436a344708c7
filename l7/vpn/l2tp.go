//go:build !nfstream_no_vpn

package vpn

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const (
	l2tpPort   = 1701
	l2tpHeader = 12
)

// l2tp recognises L2TP (RFC 2661; RFC 3931) by a control message: flags, the length of the datagram, and the message
// type as its first attribute. On its port, messages without attributes and data count too.
func l2tp() l7.Proto {
	return l7.Proto{
		ID: categories.L2TP, On: l7.UDP, Ports: []uint16{l2tpPort}, Min: 6, Next: [3]*l7.ByteSet{l7.Bytes(2, 3)}, Probe: probeL2TP,
		EachDatagram: true, Shape: true, Session: l2tpDialogue.Datagrams(), Columns: l2tpColumns(),
		Samples: l7.Samples("\xc8\x02\x00\x14\x00\x00\x00\x00\x00\x00\x00\x00\x80\x08\x00\x00\x00\x00\x00\x01"),
	}
}

func probeL2TP(c *l7.Ctx) l7.Verdict {
	const (
		control, length, sequence = 0x80, 0x40, 0x08
		reserved                  = 0x34
		messages                  = 32 // types
	)
	b := c.Data
	if len(b) < 6 || b[0]&reserved != 0 || b[1] != 2 && b[1] != 3 || b[0]&control == 0 && b[1] == 3 {
		return l7.Reject
	}
	fills := int(binary.BigEndian.Uint16(b[2:])) == c.Length()
	if b[0]&control == 0 { // data
		switch {
		case !c.OnPort(l2tpPort) || b[0]&length != 0 && !fills:
			return l7.Reject
		case b[0]&length == 0:
			return l7.Weak
		}
		return l7.Match
	}
	if b[0] != control|length|sequence || len(b) < l2tpHeader || !fills {
		return l7.Reject
	}
	if len(b) < l2tpHeader+8 {
		return l7.MatchIf(c.OnPort(l2tpPort) && len(b) == l2tpHeader)
	}
	attribute := b[l2tpHeader:] // mandatory, not hidden, of 8 bytes, vendor 0, type 0
	return l7.MatchIf(string(attribute[:6]) == "\x80\x08\x00\x00\x00\x00" && binary.BigEndian.Uint16(attribute[6:]) < messages)
}
