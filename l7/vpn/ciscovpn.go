//go:build !nfstream_no_vpn

package vpn

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// ciscoVPN recognises Cisco's IPsec over UDP on its port (Cisco VPN 3000, IPsec over UDP) by the SPI of its keepalives.
// Nobody documents the SPI: it is the one that recognisers look for.
func ciscoVPN() l7.Proto {
	const port, spi, least = 10000, "\xfe\x57\x7e\x2b", 8
	return l7.Proto{
		ID: categories.CiscoVPN, On: l7.UDP, Ports: []uint16{port}, Min: least, First: l7.Bytes(spi[0]),
		Probe: func(c *l7.Ctx) l7.Verdict {
			return l7.MatchIf(c.OnPort(port) && len(c.Data) >= least && l7.Prefix(c.Data, spi) == l7.Match)
		},
		Samples: l7.Samples(spi + "\x00\x00\x00\x01"),
	}
}
