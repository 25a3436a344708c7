//go:build !nfstream_no_vendor

package vendor

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// dlep recognises the signals of DLEP: a magic, a type, and a length (RFC 8175, section 11.1).
func dlep() l7.Proto {
	const magic, header = "DLEP", 8
	return l7.Proto{
		ID: categories.DLEP, On: l7.UDP, Ports: []uint16{854}, Min: header, First: l7.Bytes(magic[0]),
		Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			return matchIf(len(b) >= header && l7.Magic(b, magic) == l7.Match && int(binary.BigEndian.Uint16(b[6:]))+header == len(b))
		},
		Samples: [][]byte{[]byte(magic + "\x00\x01\x00\x04\x00\x04\x00\x00")},
	}
}
