//go:build !nfstream_no_product

package product

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// dropbox recognises the broadcasts by which Dropbox finds other clients (Dropbox, Inside LAN Sync): an object of JSON
// with the client's number.
func dropbox() l7.Proto {
	return l7.Proto{
		ID: categories.Dropbox, On: l7.UDP, Ports: []uint16{17500}, Min: 24, First: l7.Bytes('{'),
		Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data[:min(len(c.Data), 256)]
			return l7.MatchIf(len(b) >= 24 && b[0] == '{' && bytes.Contains(b, []byte(`"host_int": `)))
		},
		Samples: [][]byte{[]byte(`{"host_int": 1, "version": [2, 0], "displayname": "", "port": 17500, "namespaces": [1]}`)},
	}
}
