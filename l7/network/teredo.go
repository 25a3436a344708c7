package network

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const ipv6Header = 40

// teredo is Teredo between peers and on ports that are not its own (RFC 4380): a packet of IPv6 that fills the
// datagram, with an address of Teredo. The indication of an origin may precede it.
func teredo() l7.Proto {
	return l7.Proto{
		ID: categories.Teredo, On: l7.UDP, Ports: []uint16{3544}, Min: ipv6Header, First: l7.Bytes(
			0, 0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f),
		Probe:   probeTeredo,
		Samples: l7.Samples("\x60\x00\x00\x00\x00\x00\x3b\x15\x20\x01\x00\x00source's end\x20\x01\x00\x00other one's."),
	}
}

func probeTeredo(c *l7.Ctx) l7.Verdict {
	const origin, prefix = 8, "\x20\x01\x00\x00"
	b, length := c.Data, c.Length()
	if bytes.HasPrefix(b, []byte{0, 0}) && len(b) >= origin {
		b, length = b[origin:], length-origin
	}
	return l7.MatchIf(len(b) >= ipv6Header && b[0]>>4 == 6 && int(binary.BigEndian.Uint16(b[4:]))+ipv6Header == length &&
		(string(b[8:12]) == prefix || string(b[24:28]) == prefix))
}
