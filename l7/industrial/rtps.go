//go:build !nfstream_no_industrial

package industrial

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// rtps recognises RTPS, on which DDS runs, by its header: a magic and version 1 or 2 (OMG DDSI-RTPS 2.5).
func rtps() l7.Proto {
	const magic, header = "RTPS", 16
	return l7.Proto{
		ID: categories.RTPS, On: l7.UDP, Ports: []uint16{7400, 7401, 7410}, Min: header, First: l7.Bytes(magic[0]),
		Probe: func(c *l7.Ctx) l7.Verdict {
			return l7.MatchIf(len(c.Data) >= header && l7.Prefix(c.Data, magic) == l7.Match && (c.Data[4] == 1 ||
				c.Data[4] == 2))
		},
		Samples: [][]byte{[]byte(magic + "\x02\x01\x01\x01NDDSPING")},
	}
}
