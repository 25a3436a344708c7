//go:build !nfstream_no_vpn

package vpn

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// pptp recognises the control connection of PPTP (RFC 2637, section 1.4): a length, the type of a control message and
// the magic cookie.
func pptp() l7.Proto {
	return l7.Proto{
		ID: categories.PPTP, On: l7.TCP, Ports: []uint16{1723}, First: l7.Bytes(0), Probe: probePPTP,
		Session: pptpDialogue.Sessions(), Columns: pptpColumns(),
		Samples: [][]byte{[]byte("\x00\x9c\x00\x01\x1a\x2b\x3c\x4d\x00\x01\x00\x00")},
	}
}

func probePPTP(c *l7.Ctx) l7.Verdict {
	const least, most = 12, 220 // octets of a message
	b := c.Data
	switch {
	case b[0] != 0, len(b) > 1 && (b[1] < least || b[1] > most):
		return l7.Reject
	case len(b) < 2:
		return l7.More
	}
	return l7.Prefix(b[2:], "\x00\x01\x1a\x2b\x3c\x4d\x00")
}
