//go:build !nfstream_no_product

package product

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// citrix recognises ICA by what either side sends first, and the Common Gateway Protocol around it (Citrix,
// communication ports).
func citrix() l7.Proto {
	const ica, cgp = "\x7f\x7fICA\x00", "\x1aCGP/01"
	return l7.Proto{
		ID: categories.Citrix, On: l7.TCP, Ports: []uint16{1494, 2598}, First: l7.Bytes(ica[0], cgp[0]),
		Probe: func(c *l7.Ctx) l7.Verdict {
			if c.Data[0] == ica[0] {
				return l7.Prefix(c.Data, ica)
			}
			return l7.Prefix(c.Data, cgp)
		},
		Samples: [][]byte{[]byte(ica), []byte(cgp)},
	}
}
