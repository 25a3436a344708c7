//go:build !nfstream_no_iot

package iot

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// crestron recognises how controllers of Crestron are found (Lawshae, Who Controls the Controllers, DEF CON 26): a
// request with a name in 256 bytes, and answers of the same form on the port.
func crestron() l7.Proto {
	const port, length, request, answer = 41794, 10 + 256, "\x14\x00\x00\x00\x01\x04\x00\x03\x00\x00", "\x15\x00\x00\x00"
	return l7.Proto{
		ID: categories.Crestron, On: l7.UDP, Ports: []uint16{port}, Min: length, First: l7.Bytes(request[0], answer[0]),
		Probe: func(c *l7.Ctx) l7.Verdict {
			return l7.MatchIf(len(c.Data) >= length && (l7.Prefix(c.Data, request) == l7.Match ||
				c.OnPort(port) && l7.Prefix(c.Data, answer) == l7.Match))
		},
		Samples: l7.Samples(request + "host" + string(make([]byte, length-10-4))),
	}
}
