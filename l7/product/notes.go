//go:build !nfstream_no_product

package product

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// notes recognises Notes RPC, of HCL Notes and Domino, by the message that opens a session: six bytes that vary, and
// some that are fixed.
func notes() l7.Proto {
	const place, fixed = 6, "\x00\x00\x02\x00\x00\x40\x02\x0f"
	return l7.Proto{
		ID: categories.HCLNotes, On: l7.TCP, Ports: []uint16{1352}, Probe: func(c *l7.Ctx) l7.Verdict {
			switch {
			case c.DstPort != 1352 && c.SrcPort != 1352:
				return l7.Reject
			case len(c.Data) <= place:
				return l7.More
			}
			return l7.Prefix(c.Data[place:], fixed)
		},
		Samples: [][]byte{[]byte("\x78\x00\x00\x00\x00\x00" + fixed + "\x00\x00\x00")},
	}
}
