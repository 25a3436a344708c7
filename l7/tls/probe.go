package tls

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const portDoT = 853

// ssl2Longest is the first byte of the longest hello of SSL 2.0 that is expected, of less than 512 bytes.
const ssl2Longest = 0x81

// What samples share: a random, and the epoch and number of a first record of DTLS.
const (
	sampleRandom = "0123456789abcdef0123456789abcdef"
	firstDTLS    = "\x00\x00\x00\x00\x00\x00\x00\x00"
)

// Protos returns TLS, with SSL, and DTLS.
func Protos() []l7.Proto {
	first := []byte{20, 21, 22, 23, 24}
	return []l7.Proto{
		// TLS and SSL (RFC 8446; RFC 5246; RFC 6101)
		{
			ID: categories.TLS, On: l7.TCP,
			Ports: []uint16{443, 465, 563, 636, portDoT, 989, 990, 992, 993, 994, 995, 5061, 5223, 5228, 8443},
			First: l7.Bytes(append(first, 0x80, ssl2Longest)...),
			Probe: probe, Session: newSession, Columns: columns(),
			Samples: [][]byte{
				[]byte("\x16\x03\x01\x00\x2d\x01\x00\x00\x29\x03\x03" + sampleRandom + "\x00\x00\x02\xc0\x2f\x01\x00"),
				[]byte("\x16\x03\x03\x00\x2a\x02\x00\x00\x26\x03\x03" + sampleRandom + "\x00\xc0\x2f\x00"),
				[]byte("\x15\x03\x03\x00\x02\x02\x28"),                                                          // an alert
				[]byte("\x80\x1c\x01\x03\x01\x00\x03\x00\x00\x00\x10\x01\x00\x80" + sampleRandom[:16]),          // SSL 2.0
				[]byte("\x17\x03\x03\x00\x10" + sampleRandom[:16] + "\x17\x03\x03\x00\x10" + sampleRandom[:16]), // two records
			},
		},
		// DTLS (RFC 9147; RFC 6347)
		{
			ID: categories.DTLS, On: l7.UDP, EachDatagram: true,
			Ports: []uint16{443, portDoT, 4433, 5061, 5684},
			Min:   dtlsHeaderLength + 1,
			First: l7.Bytes(first[:4]...),
			Probe: probeDTLS, Session: newDatagramSession, Columns: columns(),
			Samples: [][]byte{
				[]byte("\x16\xfe\xfd" + firstDTLS + "\x00\x36\x01\x00\x00\x2a\x00\x00\x00\x00\x00\x00\x00\x2a\xfe\xfd" +
					sampleRandom + "\x00\x00\x00\x02\xc0\x2b\x01\x00"),
				[]byte("\x15\xfe\xfd" + firstDTLS + "\x00\x02\x02\x28"), // an alert
			},
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

// become sets the protocols over TLS that only their ports identify.
func become(c *l7.Ctx) {
	for _, port := range [2]uint16{c.DstPort, c.SrcPort} {
		switch port {
		case 465:
			c.SetProtocol(categories.SMTPS)
		case 993:
			c.SetProtocol(categories.IMAPS)
		case 995:
			c.SetProtocol(categories.POPS)
		}
	}
}
