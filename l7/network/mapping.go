package network

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// natPMP is the NAT Port Mapping Protocol (RFC 6886, section 3), on its port.
func natPMP() l7.Proto {
	return l7.Proto{
		ID: categories.NATPMP, On: l7.UDP, Ports: []uint16{5351}, PortsOnly: true, Min: 2, First: l7.Bytes(0), Probe: probeNATPMP,
		Session: natPMPDialogue.Datagrams(), Columns: natPMPColumns(),
		Samples: l7.Samples("\x00\x00", "\x00\x01\x00\x00\x1f\x90\x1f\x90\x00\x00\x0e\x10"),
	}
}

func probeNATPMP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if !c.OnPort(5351) || len(b) < 2 || b[0] != 0 {
		return l7.Reject
	}
	want := 0
	switch b[1] {
	case 0:
		want = 2
	case 1, 2, 128:
		want = 12
	case 129, 130:
		want = 16
	}
	if want == 0 || c.Length() < want {
		return l7.Reject
	}
	return l7.Match
}
