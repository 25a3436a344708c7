package management

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// nrpe is the Nagios Remote Plugin Executor without TLS (Nagios, NRPE protocol) on its port: versions 2 to 4, and a
// query or a response.
func nrpe() l7.Proto {
	const port, header = 5666, 10
	return l7.Proto{
		ID: categories.NRPE, On: l7.TCP, Ports: []uint16{port}, PortsOnly: true, First: l7.Bytes(0),
		Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			if !c.OnPort(port) || l7.Prefix(b, "\x00\x02\x00", "\x00\x03\x00", "\x00\x04\x00") == l7.Reject ||
				len(b) > 3 && (b[3] == 0 || b[3] > 3) {
				return l7.Reject
			}
			return l7.AtLeast(b, header, l7.Match)
		},
		Samples: l7.Samples("\x00\x02\x00\x01\x4a\x2b\x3c\x4d\x00\x00check_users\x00"),
	}
}
