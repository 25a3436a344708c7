//go:build !nfstream_no_industrial

package industrial

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// hislip recognises HiSLIP, by which instruments are controlled: a prologue, a type, a control code, a parameter and a
// length of eight bytes; the first four are zero (IVI-6.1).
func hislip() l7.Proto {
	return l7.Proto{
		ID: categories.HiSLIP, On: l7.TCP, Ports: []uint16{4880}, First: l7.Bytes('H'),
		Probe: func(c *l7.Ctx) l7.Verdict {
			const header, types, length = 16, 38, 8
			b := c.Data
			if l7.Prefix(b, "HS") == l7.Reject || len(b) > 2 && b[2] > types {
				return l7.Reject
			}
			for i := length; i < min(len(b), length+4); i++ {
				if b[i] != 0 {
					return l7.Reject
				}
			}
			return l7.AtLeast(b, header, l7.Match)
		},
		Samples: [][]byte{[]byte("HS\x00\x00\x01\x00RS\x00\x00\x00\x00\x00\x00\x00\x07hislip0")},
	}
}
