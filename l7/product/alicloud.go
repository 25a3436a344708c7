//go:build !nfstream_no_product

package product

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// aliCloud recognises the connection to an access point of Alibaba Cloud: a magic and the length of what follows,
// little-endian.
func aliCloud() l7.Proto {
	const magic, header, most = "\xce\xfa\xbe\xba", 8, 1 << 16
	return l7.Proto{
		ID: categories.AliCloud, On: l7.TCP, Ports: []uint16{8999}, First: l7.Bytes(magic[0]),
		Probe: func(c *l7.Ctx) l7.Verdict {
			if v := l7.AtLeast(c.Data, header, l7.Prefix(c.Data, magic)); v != l7.Match {
				return v
			}
			return l7.MatchIf(binary.LittleEndian.Uint32(c.Data[4:]) < most)
		},
		Samples: [][]byte{[]byte(magic + "\x80\x00\x00\x00abcd")},
	}
}
