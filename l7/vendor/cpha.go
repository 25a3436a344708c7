//go:build !nfstream_no_vendor

package vendor

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// cpha recognises Check Point's cluster control protocol: a magic, the version and the cluster (Check Point, ClusterXL
// administration guide, CCP).
func cpha() l7.Proto {
	const port, magic = 8116, 0x1a90
	return l7.Proto{
		ID: categories.CPHA, On: l7.UDP, Ports: []uint16{port}, Min: 20, First: l7.Bytes(magic >> 8),
		Probe: func(c *l7.Ctx) l7.Verdict {
			return matchIf((c.SrcPort == port || c.DstPort == port) && len(c.Data) >= 20 && binary.BigEndian.Uint16(c.Data) == magic)
		},
		Samples: [][]byte{[]byte("\x1a\x90\x0c\x31\x27\x85\x00\x01\x00\x16\x79\x3e\x00\x01\xff\xfe\xe0\x4a\x01\x00\x00\x00")},
	}
}
