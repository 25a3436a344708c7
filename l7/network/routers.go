package network

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// hsrp is the Hot Standby Router Protocol: version 0 (RFC 2281, section 5), and Cisco's version 2, made of a group's TLV.
func hsrp() l7.Proto {
	return l7.Proto{
		ID: categories.HSRP, On: l7.UDP, Ports: []uint16{1985, 2029}, PortsOnly: true, Min: 8, First: l7.Bytes(0, 1), Probe: probeHSRP,
		Samples: l7.Samples("\x00\x00\x10\x03\x0a\x78\x01\x00cisco\x00\x00\x00\xc0\x00\x02\x01",
			"\x01\x28\x02\x00\x06\x04\x00\x00\x02\x00\x00\x00\x00\x01\x00\x00\x00\x64\x00\x00\x0b\xb8\x00\x00\x27\x10"+
				"\xc0\x00\x02\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
	}
}

func probeHSRP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if !c.OnPort(1985) && !c.OnPort(2029) || len(b) < 8 {
		return l7.Reject
	}
	switch {
	case b[0] == 0 && b[1] <= 2 && len(b) >= 20: // hello, coup, resign
		if state := b[2]; state&(state-1) == 0 && state <= 16 {
			return l7.Match
		}
	case b[0] == 0 && b[1] == 3, b[0] == 1 && b[1] == 40 && b[2] == 2: // an advertisement; a group's state
		return l7.Match
	}
	return l7.Reject
}

// glbp is Cisco's Gateway Load Balancing Protocol: a version, a group, the sender's virtual forwarder, and TLVs: of a
// gateway, of a forwarder, and of authentication.
func glbp() l7.Proto {
	return l7.Proto{
		ID: categories.GLBP, On: l7.UDP, Ports: []uint16{3222}, PortsOnly: true, Min: 14, First: l7.Bytes(1), Probe: probeGLBP,
		Samples: l7.Samples("\x01\x00\x00\x01\x00\x00\x02\x00\x00\x00\x00\x01\x01\x1c\x00\x20\x00\x64\x00\x00\x00\x00\x0b\xb8\x00\x00" +
			"\x27\x10\x02\x58\x38\x40\x00\x00\x00\x00\x01\x04\xc0\x00\x02\x01"),
	}
}

func probeGLBP(c *l7.Ctx) l7.Verdict {
	r := wire.NewCursor(c.Data)
	if version := r.Uint8(); version != 1 || !c.OnPort(3222) {
		return l7.Reject
	}
	r.Skip(11)
	if kind := r.Uint8(); kind == 0 || kind > 4 {
		return l7.Reject
	}
	if length := int(r.Uint8()); !r.OK() || length < 2 || length > c.Length()-12 {
		return l7.Reject
	}
	return l7.Match
}

// bfd is Bidirectional Forwarding Detection (RFC 5880, section 4.1) on its ports (RFC 5881, section 4; RFC 5883).
func bfd() l7.Proto {
	return l7.Proto{
		ID: categories.BFD, On: l7.UDP, Ports: []uint16{3784, 4784, 3785}, PortsOnly: true, Min: 24, Probe: probeBFD,
		Samples: l7.Samples("\x20\xc0\x03\x18\x00\x00\x00\x01\x00\x00\x00\x00\x00\x0f\x42\x40\x00\x0f\x42\x40\x00\x00\x00\x00"),
	}
}

func probeBFD(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < 24 || !c.OnPort(3784) && !c.OnPort(4784) && !c.OnPort(3785) {
		return l7.Reject
	}
	version, diagnostic, multipoint := b[0]>>5, b[0]&31, b[1]&1
	if version > 1 || diagnostic > 9 || multipoint != 0 || b[2] == 0 || b[3] < 24 || int(b[3]) != c.Length() ||
		binary.BigEndian.Uint32(b[4:]) == 0 {
		return l7.Reject
	}
	authenticated := b[1]&4 != 0
	if authenticated != (b[3] > 24) {
		return l7.Reject
	}
	return l7.Match
}

// ldp is the Label Distribution Protocol of MPLS (RFC 5036, sections 3.1 and 3.5), on its port.
func ldp(on l7.Transport) l7.Proto {
	return l7.Proto{
		ID: categories.LDP, On: on, Ports: []uint16{646}, PortsOnly: true, First: l7.Bytes(0), Probe: probeLDP,
		Samples: l7.Samples("\x00\x01\x00\x1e\xc0\x00\x02\x01\x00\x00\x01\x00\x00\x14\x00\x00\x00\x01\x04\x00\x00\x04\x00\x0f\x00\x00" +
			"\x04\x01\x00\x04\xc0\x00\x02\x01"),
	}
}

func probeLDP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if !c.OnPort(646) {
		return l7.Reject
	}
	if v := l7.Prefix(b, "\x00\x01"); v != l7.Match {
		return v
	}
	if len(b) < 14 {
		return l7.More
	}
	pdu, kind, length := binary.BigEndian.Uint16(b[2:]), binary.BigEndian.Uint16(b[10:])&0x7fff, binary.BigEndian.Uint16(b[12:])
	if pdu < 14 || kind == 0 || kind > 0x0404 || length+10 > pdu || length < 4 {
		return l7.Reject
	}
	return l7.Match
}
