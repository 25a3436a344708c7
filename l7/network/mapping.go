package network

import (
	"bytes"

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
	if want == 0 || c.Length() != want {
		return l7.Reject
	}
	// A request has two bytes that are reserved, an answer a result in their place.
	return l7.MatchIf(len(b) < 4 || b[2] == 0 && (b[3] == 0 || b[1] >= 128 && b[3] <= 5))
}

const (
	pcpServer = 5351
	pcpClient = 5350 // of announcements
	pcpHeader = 24
)

// pcp is the Port Control Protocol (RFC 6887; RFC 7652), on its ports: version 2, an operation, and a length in words.
func pcp() l7.Proto {
	return l7.Proto{
		ID: categories.PCP, On: l7.UDP, Ports: []uint16{pcpServer, pcpClient}, PortsOnly: true, Min: pcpHeader, Max: 1100,
		First: l7.Bytes(2), Probe: probePCP,
		Samples: l7.Samples("\x02\x01\x00\x00\x00\x00\x0e\x10" + string(make([]byte, 10)) + "\xff\xff\xc0\x00\x02\x01" +
			"a nonce....." + "\x06\x00\x00\x00\x1f\x90\x1f\x90" + string(make([]byte, 16))),
	}
}

func probePCP(c *l7.Ctx) l7.Verdict {
	const response, operations, results = 0x80, 3, 32
	b := c.Data
	if !c.OnPort(pcpServer) && !c.OnPort(pcpClient) || len(b) < pcpHeader || c.Length()%4 != 0 || b[0] != 2 ||
		b[1]&^response > operations || b[2] != 0 {
		return l7.Reject
	}
	if b[1]&response == 0 {
		return l7.MatchIf(b[3] == 0)
	}
	return l7.MatchIf(b[3] < results && bytes.Count(b[12:pcpHeader], []byte{0}) == pcpHeader-12)
}
