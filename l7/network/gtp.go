package network

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// gtp is the GPRS Tunnelling Protocol: version 1 (3GPP TS 29.281, section 5.1, and TS 29.060, section 6) and version 2
// (TS 29.274, section 5.1), on its ports.
func gtp() l7.Proto {
	return l7.Proto{
		ID: categories.GTP, On: l7.UDP, Ports: []uint16{gtpControl, gtpUser}, PortsOnly: true, Min: 8,
		Probe: probeGTP, Session: l7.Once(readGTP),
		Samples: l7.Samples("\x32\x01\x00\x04\x00\x00\x00\x00\x0c\x00\x00\x00",
			"\x48\x20\x00\x08\x00\x00\x00\x00\x4b\x54\x62\x00"),
	}
}

// gtpPrime is GTP', which carries records of charging (3GPP TS 32.295, section 6.1.1).
func gtpPrime() l7.Proto {
	return l7.Proto{
		ID: categories.GTP, On: l7.UDP, Ports: []uint16{gtpCharging}, PortsOnly: true, Min: 6, Probe: probeGTPPrime,
		Session: l7.Once(func(c *l7.Ctx) { c.SetApplication(categories.GTPPrime) }),
		Samples: l7.Samples("\x2e\x01\x00\x00\x00\x01"),
	}
}

const gtpUser, gtpControl, gtpCharging = 2152, 2123, 3386

func probeGTP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < 8 || !c.OnPort(gtpUser) && !c.OnPort(gtpControl) {
		return l7.Reject
	}
	kind, length := b[1], int(binary.BigEndian.Uint16(b[2:]))
	switch {
	case b[0]>>5 == 1 && b[0]&0x18 == 0x10: // version 1, and GTP rather than GTP'
		if length+8 == c.Length() && gtpType1(kind, c.OnPort(gtpUser)) {
			return l7.Match
		}
	case b[0]>>5 == 2 && b[0]&3 == 0 && c.OnPort(gtpControl):
		piggybacked := b[0]&0x10 != 0
		if kind != 0 && (length+4 == c.Length() || piggybacked && length+4 < c.Length()) {
			return l7.Match
		}
	}
	return l7.Reject
}

// gtpType1 reports whether a type of message of version 1 exists.
func gtpType1(kind uint8, user bool) bool {
	switch {
	case kind == 1, kind == 2, kind == 3, kind == 26, kind == 31, kind >= 253: // echo, unsupported version, errors, end, data
		return true
	case user:
		return false
	}
	return kind >= 4 && kind <= 7 || kind >= 16 && kind <= 70 || kind >= 96 && kind <= 132 || kind >= 240
}

func readGTP(c *l7.Ctx) {
	if c.OnPort(gtpUser) {
		c.SetApplication(categories.GTPU)
		return
	}
	c.SetApplication(categories.GTPC)
}

func probeGTPPrime(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < 6 || !c.OnPort(gtpCharging) || b[0]>>5 > 2 || b[0]&0x10 != 0 {
		return l7.Reject
	}
	header := 6
	if b[0]>>5 == 0 && b[0]&1 == 0 {
		header = 20
	}
	switch kind, length := b[1], int(binary.BigEndian.Uint16(b[2:])); {
	case length+header != c.Length():
		return l7.Reject
	case kind >= 1 && kind <= 7, kind == 240, kind == 241: // echo, version, node alive, redirection; records
		return l7.Match
	}
	return l7.Reject
}

// pfcp is the Packet Forwarding Control Protocol (3GPP TS 29.244, section 7.2), on its port.
func pfcp() l7.Proto {
	return l7.Proto{
		ID: categories.PFCP, On: l7.UDP, Ports: []uint16{8805}, PortsOnly: true, Min: 8, Probe: probePFCP,
		Samples: l7.Samples("\x20\x01\x00\x0c\x00\x00\x01\x00\x00\x60\x00\x04\xe5\x00\x00\x00"),
	}
}

func probePFCP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < 8 || !c.OnPort(8805) || b[0]>>5 != 1 {
		return l7.Reject
	}
	kind, length := b[1], int(binary.BigEndian.Uint16(b[2:]))
	known := kind >= 1 && kind <= 17 || kind >= 50 && kind <= 57
	if follows := b[0]&4 != 0; !known || length+4 > c.Length() || length+4 < c.Length() && !follows {
		return l7.Reject
	}
	return l7.Match
}

// capwap controls wireless access points (RFC 5415, sections 4.1 to 4.5), on its ports. Most of it is within DTLS.
func capwap() l7.Proto {
	return l7.Proto{
		ID: categories.CAPWAP, On: l7.UDP, Ports: []uint16{5246, 5247}, PortsOnly: true, Min: 8, Scratch: 2, Shape: true,
		First: l7.Bytes(0, 1), Probe: probeCAPWAP,
		Samples: l7.Samples("\x00\x20\x02\x10\x00\x00\x00\x00\x06\x58\x0a\x20\x69\x0e\x20\xe8\x00\x00\x00\x01\x00\x00\x0c\x00" +
			"\x00\x14\x00\x01\x00\x00\x27\x00"),
	}
}

func probeCAPWAP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < 8 || !c.OnPort(5246) && !c.OnPort(5247) {
		return l7.Reject
	}
	header := int(b[1]>>3) * 4
	switch {
	case b[0] == 1 && b[1] == 0 && b[2] == 0 && b[3] == 0: // in DTLS
		if len(b) > 6 && b[4] >= 20 && b[4] <= 25 && (b[5] == 0xfe || b[5] == 1) {
			return l7.Match
		}
	case b[0] != 0 || header < 8 || header > len(b) || b[3]&7 != 0:
	case c.OnPort(5247): // data: the header has few fixed bits
		if here, there := c.Tally(); here+there < 2 {
			return l7.Weak
		}
		return l7.Match
	case len(b) >= header+8:
		kind, length := binary.BigEndian.Uint32(b[header:]), int(binary.BigEndian.Uint16(b[header+5:]))
		if (kind&0xffffff00 == 0 && kind&0xff >= 1 && kind&0xff <= 26 || kind>>8 == 0x3310 || kind>>8 == 0x409600>>8) &&
			length+header <= c.Length()+8 {
			return l7.Match
		}
	}
	return l7.Reject
}
