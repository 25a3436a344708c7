//go:build !nfstream_no_vendor

package vendor

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// rmcp recognises the Remote Management Control Protocol, which carries IPMI: a version, a reserved byte, a number, and a class
// (ASF 2.0, section 3.2.2.2; IPMI 2.0, section 13.1.3).
func rmcp() l7.Proto {
	return l7.Proto{
		ID: categories.RMCP, On: l7.UDP, Ports: []uint16{623, 664}, Min: 8, First: l7.Bytes(6), Probe: probeRMCP,
		Samples: [][]byte{[]byte("\x06\x00\xff\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"), []byte("\x06\x00\xff\x06\x00\x00\x11\xbe\x80\x00\x00\x00")},
	}
}

func probeRMCP(c *l7.Ctx) l7.Verdict {
	const unacknowledged, asf, ipmi, ianaASF = 0xff, 6, 7, "\x00\x00\x11\xbe"
	b := c.Data
	if len(b) < 8 || b[0] != 6 || b[1] != 0 {
		return l7.Reject
	}
	onPort := c.SrcPort == 623 || c.DstPort == 623 || c.SrcPort == 664 || c.DstPort == 664
	switch b[3] {
	case asf:
		return matchIf(string(b[4:8]) == ianaASF)
	case ipmi:
		session := b[4] <= 6 && b[4] != 3 || len(b) > 9 && b[4] == 6 && b[5] <= 0x40
		return matchIf(b[2] == unacknowledged && session && (onPort || len(b) >= 14))
	}
	return matchIf(onPort && b[3]&0x7f <= 8)
}
