//go:build !nfstream_no_product

package product

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// samsungSDP recognises how Samsung's devices are found: a word, and the protocol with its version.
func samsungSDP() l7.Proto {
	const search, other = "SEARCH BSDP/", "NOTIFY BSDP/"
	return l7.Proto{
		ID: categories.SamsungSDP, On: l7.UDP, Ports: []uint16{15600}, Min: len(search), First: l7.Bytes('S', 'N'),
		Probe: func(c *l7.Ctx) l7.Verdict {
			return l7.MatchIf(l7.Prefix(c.Data, search) == l7.Match || l7.Prefix(c.Data, other) == l7.Match)
		},
		Samples: [][]byte{[]byte(search + "0.1\nDEVICE=0\nSERVICE=1\n")},
	}
}
