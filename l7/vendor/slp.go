//go:build !nfstream_no_vendor

package vendor

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const slpPort, slpHeader = 427, 14

// slp recognises the Service Location Protocol, version 2, by its header (RFC 2608, section 8): a version, a function, the length
// of the datagram, flags, an extension, a number, and a language; and version 1 on its port (RFC 2165, section 4).
func slp() l7.Proto {
	return l7.Proto{
		ID: categories.ServiceLocationProtocol, On: l7.UDP, Ports: []uint16{slpPort}, Min: 12, First: l7.Bytes(1, 2), Probe: probeSLP,
		Samples: [][]byte{[]byte("\x02\x09\x00\x00\x1d\x00\x00\x00\x00\x00\x9d\xf6\x00\x02en\x00\x00\xff\xff\x00\x07DEFAULT")},
	}
}

func probeSLP(c *l7.Ctx) l7.Verdict {
	const functions, reserved = 11, 0x1f
	b := c.Data
	if len(b) < 12 || b[1] == 0 || b[1] > functions {
		return l7.Reject
	}
	if b[0] == 1 {
		return matchIf((c.SrcPort == slpPort || c.DstPort == slpPort) && int(binary.BigEndian.Uint16(b[2:])) == len(b))
	}
	if b[0] != 2 || len(b) < slpHeader+2 || int(b[2])<<16|int(binary.BigEndian.Uint16(b[3:])) != len(b) || b[5]&reserved != 0 {
		return l7.Reject
	}
	n := int(binary.BigEndian.Uint16(b[12:]))
	return matchIf(n >= 1 && n <= 16 && slpHeader+n <= len(b))
}
