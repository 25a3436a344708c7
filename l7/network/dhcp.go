package network

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// dhcp is the Dynamic Host Configuration Protocol (RFC 2131, section 2), which has the format of BOOTP (RFC 951,
// section 3).
func dhcp() l7.Proto {
	return l7.Proto{
		ID: categories.DHCP, On: l7.UDP, Ports: []uint16{67, 68}, Min: bootpOptions, First: l7.Bytes(1, 2), Probe: probeDHCP,
		Samples: l7.Samples(bootpHeader + "\x63\x82\x53\x63\x35\x01\x01\xff"),
	}
}

const (
	bootpOptions = 236 // where the options of vendors begin
	dhcpCookie   = 0x63825363
	bootpHeader  = "\x01\x01\x06\x00\x12\x34\x56\x78" + zeros20 + "\x02\x00\x00\x00\x00\x01" + zeros20 + zeros60 + zeros60 +
		zeros60 + "\x00\x00"
	zeros20 = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	zeros60 = zeros20 + zeros20 + zeros20
)

func probeDHCP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < bootpOptions || b[0] != 1 && b[0] != 2 || b[2] > 16 || b[3] > 16 {
		return l7.Reject
	}
	if len(b) >= bootpOptions+4 && binary.BigEndian.Uint32(b[bootpOptions:]) == dhcpCookie {
		return l7.Match
	}
	if b[1] == 1 && b[2] == 6 && c.OnPort(67) { // BOOTP on Ethernet
		return l7.Match
	}
	return l7.Reject
}
