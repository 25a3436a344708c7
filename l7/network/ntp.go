package network

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// NTP is what the first byte of the first message says (RFC 5905, section 7.3).
type NTP struct{ Version, Mode uint8 }

func ntpColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Int("ntp_version", "version of the first message", func(m *NTP) int64 { return int64(m.Version) }).OrNone(),
		metadata.Int("ntp_mode", "mode of the first message: 3 of a client, 4 of a server, 6 of control",
			func(m *NTP) int64 { return int64(m.Mode) }).OrNone(),
	}
}

// ntp is the Network Time Protocol (RFC 5905, section 7.3), with control messages (RFC 9327, section 2) and the private
// ones of ntpd, on its port.
func ntp() l7.Proto {
	return l7.Proto{
		ID: categories.NTP, On: l7.UDP, Ports: []uint16{123}, PortsOnly: true, Min: 8, Probe: probeNTP, Columns: ntpColumns(),
		Session: l7.Once(func(c *l7.Ctx) { *l7.Record[NTP](c) = NTP{Version: c.Data[0] >> 3 & 7, Mode: c.Data[0] & 7} }),
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
	case mode == 6: // a message and the length of its data
		return matchIf(len(b) >= 12 && int(b[10])<<8|int(b[11]) <= c.Length()-12)
	case mode == 7: // the implementation, and which request
		return matchIf(b[2] == 0 || b[2] == 2 || b[2] == 3)
	case c.Length() >= 48:
		poll, precision := int8(b[2]), int8(b[3]) // powers of two, in seconds
		return matchIf(b[1] <= 16 && poll >= -6 && poll <= 17 && precision >= -48 && precision <= 0)
	}
	return l7.Reject
}

func matchIf(ok bool) l7.Verdict {
	if ok {
		return l7.Match
	}
	return l7.Reject
}
