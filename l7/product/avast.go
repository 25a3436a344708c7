//go:build !nfstream_no_product

package product

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// avast recognises the connection of Avast's products to their servers: a magic, the length of the message, 1 and a
// type.
func avast() l7.Proto {
	const magic = "NOSA"
	return l7.Proto{
		ID: categories.AVAST, On: l7.TCP, First: l7.Bytes(magic[0]),
		Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			if len(b) > 4 && b[4] > 0x0f || len(b) > 6 && b[6] != 1 || len(b) > 7 && b[7] > 0x0f {
				return l7.Reject
			}
			return l7.AtLeast(b, 8, l7.Prefix(b, magic))
		},
		Samples: [][]byte{[]byte(magic + "\x00\x60\x01\x01\x00\x00\x03\x01")},
	}
}
