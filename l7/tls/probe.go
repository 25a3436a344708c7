package tls

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const portDoT = 853

// ssl2Longest is the first byte of the longest hello of SSL 2.0 that is expected, of less than 512 bytes.
const ssl2Longest = 0x81

// Protos returns TLS, with SSL, and DTLS.
func Protos() []l7.Proto {
	first := []byte{20, 21, 22, 23, 24}
	return []l7.Proto{
		{
			ID: categories.TLS, On: l7.TCP,
			Ports: []uint16{443, 465, 563, 636, portDoT, 989, 990, 992, 993, 994, 995, 5061, 5223, 5228, 8443},
			First: l7.Bytes(append(first, 0x80, ssl2Longest)...),
			Probe: probe, Session: newSession,
		},
		{
			ID: categories.DTLS, On: l7.UDP, EachDatagram: true,
			Ports: []uint16{443, portDoT, 4433, 5061, 5684},
			Min:   dtlsHeaderLength + 1,
			First: l7.Bytes(first[:4]...),
			Probe: probeDTLS, Session: newDatagramSession,
		},
	}
}

func probe(c *l7.Ctx) l7.Verdict {
	if c.Data[0]&ssl2Mask == ssl2First {
		if c.Data[0] > ssl2Longest {
			return l7.Reject
		}
		return probeSSL2(c.Data)
	}
	return probeRecord(c.Data, c.Begin)
}

// become tells the protocols apart that nothing but their ports tells apart.
func become(c *l7.Ctx) {
	for _, port := range [2]uint16{c.DstPort, c.SrcPort} {
		switch port {
		case 465:
			c.Become(categories.SMTPS)
		case 993:
			c.Become(categories.IMAPS)
		case 995:
			c.Become(categories.POPS)
		}
	}
}
