//go:build !nfstream_no_product

package product

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// meraki recognises the messages between Cisco Meraki's devices and their cloud by their magic.
func meraki() l7.Proto {
	const magic, least = "\xfe\xf7\x28\x91", 16
	return l7.Proto{
		ID: categories.MerakiCloud, On: l7.UDP, Ports: []uint16{7351}, Min: least, First: l7.Bytes(magic[0]),
		Probe: func(c *l7.Ctx) l7.Verdict {
			return l7.MatchIf(len(c.Data) >= least && l7.Prefix(c.Data, magic) == l7.Match)
		},
		Samples: [][]byte{[]byte(magic + "\x0d\x01\x00\x70\x06\x8a\x1b\x4e\x00\x00\x00\x00")},
	}
}
