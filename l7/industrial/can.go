//go:build !nfstream_no_industrial

package industrial

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// canOverEthernet recognises frames of a Controller Area Network in datagrams, as gateways send them: the name of the
// standard.
func canOverEthernet() l7.Proto {
	const name = "ISO11898"
	return l7.Proto{
		ID: categories.ControllerAreaNetwork, On: l7.UDP, Min: len(name), First: l7.Bytes(name[0]),
		Probe: func(c *l7.Ctx) l7.Verdict {
			return l7.MatchIf(l7.Prefix(c.Data, name) == l7.Match)
		},
		Samples: [][]byte{[]byte(name + "\x01\x02\x6a\x12")},
	}
}
