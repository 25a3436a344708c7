//go:build !nfstream_no_games

package games

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// pathOfExile recognises the login to a server of Path of Exile: a type, a build, and the account with its length.
func pathOfExile() l7.Proto {
	return l7.Proto{
		ID: categories.PathofExile, On: l7.TCP, Ports: []uint16{6112, 20481}, First: l7.Bytes(0), Probe: probePathOfExile,
		Samples: [][]byte{[]byte("\x00\x03\x00\x03\x77\x56\x00\x02\x00\x07accountabcd\x00\x00\x00\x00\x40\x00\x00\x01")},
	}
}

func probePathOfExile(c *l7.Ctx) l7.Verdict {
	const header, mostName = 10, 64
	b := c.Data
	switch {
	case c.DstPort != 6112 && c.DstPort != 20481, l7.Prefix(b, "\x00\x03\x00") == l7.Reject:
		return l7.Reject
	case len(b) < header:
		return l7.More
	}
	n := int(binary.BigEndian.Uint16(b[8:]))
	if binary.BigEndian.Uint16(b[6:]) > 8 || n == 0 || n > mostName || !printable(b[header:min(len(b), header+n)]) {
		return l7.Reject
	}
	return l7.AtLeast(b, header+n, l7.Match)
}
