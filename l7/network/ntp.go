package network

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// ntp is the Network Time Protocol (RFC 5905, section 7.3), with control messages (RFC 9327, section 2) and the private
// ones of ntpd, on its port.
func ntp() l7.Proto {
	return l7.Proto{
		ID: categories.NTP, On: l7.UDP, Ports: []uint16{123}, Min: 8, Probe: probeNTP,
		Samples: l7.Samples("\x23\x02\x06\xe8" + zeros20 + zeros20 + "\x00\x00\x00\x00"),
	}
}

func probeNTP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if !c.OnPort(123) || len(b) < 8 {
		return l7.Reject
	}
	version, mode := b[0]>>3&7, b[0]&7
	switch {
	case version == 0 || version > 4 && version != 7, mode == 0 && version > 1:
		return l7.Reject
	case mode == 6 && len(b) >= 12, mode == 7, mode < 6 && c.Length() >= 48 && b[1] <= 16:
		return l7.Match
	}
	return l7.Reject
}
