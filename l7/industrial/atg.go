//go:build !nfstream_no_industrial

package industrial

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// atg recognises the questions that automatic tank gauges are asked: SOH, a letter, for people or for computers, and
// five or six digits of a function and a tank (Veeder-Root, Serial Interface Manual 576013-635).
func atg() l7.Proto {
	return l7.Proto{
		ID: categories.ATG, On: l7.TCP, Ports: []uint16{10001}, First: l7.Bytes(1), Probe: func(c *l7.Ctx) l7.Verdict {
			const length = 7
			b := c.Data
			if b[0] != 1 || len(b) > 1 && b[1] != 'I' && b[1] != 'i' && b[1] != 'S' && b[1] != 's' {
				return l7.Reject
			}
			for i := 2; i < min(len(b), length); i++ {
				if (b[i] < '0' || b[i] > '9') && (b[i] < 'A' || b[i] > 'F') {
					return l7.Reject
				}
			}
			return l7.AtLeast(b, length, l7.Match)
		},
		Samples: [][]byte{[]byte("\x01I20100\r\n")},
	}
}
