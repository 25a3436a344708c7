package management

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// openflow is OpenFlow (ONF, OpenFlow Switch Specification 1.5.1, section 7.1): both sides say hello.
func openflow() l7.Proto {
	return l7.Proto{
		ID: categories.OpenFlow, On: l7.TCP, Ports: []uint16{6653, 6633}, First: l7.Bytes(1, 2, 3, 4, 5, 6), Probe: probeOpenFlow,
		Samples: l7.Samples("\x06\x00\x00\x10\x00\x00\x00\x01\x00\x01\x00\x08\x00\x00\x00\x40",
			"\x01\x00\x00\x08\x00\x00\x00\x01"),
	}
}

func probeOpenFlow(c *l7.Ctx) l7.Verdict {
	v, other := judgeHello(c.Data), c.Other()
	switch {
	case v != l7.Match:
		return v
	case c.OnPort(6653) || c.OnPort(6633), len(other) > 0 && judgeHello(other) == l7.Match:
		return l7.Match
	case len(other) == 0 || judgeHello(other) == l7.More:
		return l7.More
	}
	return l7.Reject
}

func judgeHello(b []byte) l7.Verdict {
	if b[0] == 0 || b[0] > 6 || len(b) > 1 && b[1] != 0 || len(b) > 2 && b[2] != 0 || len(b) > 3 && b[3] != 8 && b[3] != 16 {
		return l7.Reject
	}
	switch {
	case len(b) < 8, b[3] == 16 && len(b) < 12:
		return l7.More
	case b[3] == 16: // the bits of versions
		return l7.Prefix(b[8:], "\x00\x01\x00\x08")
	}
	return l7.Match
}

// rmcp is the Remote Management and Control Protocol with ASF (DMTF DSP0136, section 3.2) or IPMI (IPMI 2.0, section 13.1).
func rmcp() l7.Proto {
	return l7.Proto{
		ID: categories.RMCP, On: l7.UDP, Ports: []uint16{623, 664}, Min: 4, First: l7.Bytes(6), Probe: probeRMCP,
		Samples: l7.Samples("\x06\x00\xff\x06\x00\x00\x11\xbe\x80\x00\x00\x00",
			"\x06\x00\xff\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x09\x20\x18\xc8\x81\x00\x38\x8e\x04\xb5"),
	}
}

func probeRMCP(c *l7.Ctx) l7.Verdict {
	b, port := c.Data, c.OnPort(623) || c.OnPort(664)
	if len(b) < 4 || b[0] != 6 || b[1] != 0 {
		return l7.Reject
	}
	switch class := b[3] & 0x1f; {
	case port && (class == 6 || class == 7 || class == 8), class == 6 && len(b) >= 12 && string(b[4:8]) == "\x00\x00\x11\xbe",
		b[2] == 0xff && b[3] == 7 && len(b) >= 14 && (b[4] <= 2 || b[4] >= 4 && b[4] <= 6):
		return l7.Match
	}
	return l7.Reject
}

// ptp is the Precision Time Protocol, version 2 (IEEE 1588-2019, section 13.3) and 1, on its ports.
func ptp() l7.Proto {
	return l7.Proto{
		ID: categories.PTPv2, On: l7.UDP, Ports: []uint16{319, 320}, PortsOnly: true, Min: 34, Probe: probePTP,
		Samples: l7.Samples("\x0c\x02\x00\x36\x00\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
			"\x20\x94\xff\xfe\x00\x00\x0d" +
			"\x00\x01\x00\x01\x05\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
	}
}

func probePTP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < 34 || !c.OnPort(319) && !c.OnPort(320) {
		return l7.Reject
	}
	kind, version, length := b[0]&0xf, b[1]&0xf, int(binary.BigEndian.Uint16(b[2:]))
	known := kind <= 3 || kind >= 8 && kind <= 13
	if version == 2 && known && length >= 34 && length <= c.Length() {
		return l7.Match
	}
	return l7.Reject
}

// roughtime is Roughtime: a map of tags (draft-ietf-ntp-roughtime, section 4), after a word in later drafts.
func roughtime() l7.Proto {
	return l7.Proto{
		ID: categories.Roughtime, On: l7.UDP, Ports: []uint16{2002}, Min: 16, Probe: probeRoughtime,
		First: l7.Bytes(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 'R'),
		Next:  [3]*l7.ByteSet{l7.Bytes(0, 'O'), l7.Bytes(0, 'U'), l7.Bytes(0, 'G')},
		Samples: l7.Samples("\x02\x00\x00\x00\x40\x00\x00\x00NONCPAD\xff\x00\x00\x00\x00",
			"ROUGHTIM\x04\x00\x00\x00\x00\x00\x00\x00"),
	}
}

func probeRoughtime(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < 16 {
		return l7.Reject
	}
	if l7.Prefix(b, "ROUGHTIM") == l7.Match {
		return l7.Match
	}
	tags := binary.LittleEndian.Uint32(b)
	if tags < 2 || tags > 16 || len(b) < int(tags)*8 || binary.LittleEndian.Uint32(b[4:])&3 != 0 {
		return l7.Reject
	}
	return l7.Prefix(b[4*tags:4*tags+4], "NONC", "SIG\x00", "VER\x00", "SREP", "PATH", "SRV\x00", "NONC")
}
