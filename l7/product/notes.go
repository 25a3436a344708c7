//go:build !nfstream_no_product

package product

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const notesPort = 1352

// notes recognises Notes RPC, of HCL Notes and Domino, on its port: by the message that opens a session, in which eight
// bytes after the first six are fixed, or by the first four bytes and an answer with a length of two bytes
// (Libprotoident, Notes RPC). There is no description by the maker.
func notes() l7.Proto {
	return l7.Proto{
		ID: categories.HCLNotes, On: l7.TCP, Ports: []uint16{notesPort}, PortsOnly: true, Probe: probeNotes,
		Samples: [][]byte{[]byte(notesStart + "\x00\x00" + notesFixed + "\x00\x00\x00")},
	}
}

const notesStart, notesFixed = "\x78\x00\x00\x00", "\x00\x00\x02\x00\x00\x40\x02\x0f"

func probeNotes(c *l7.Ctx) l7.Verdict {
	const place = 6
	b, other := c.Data, c.Other()
	switch {
	case !c.OnPort(notesPort):
		return l7.Reject
	case len(b) < place+len(notesFixed):
		return l7.More
	case l7.Prefix(b[place:], notesFixed) == l7.Match:
		return l7.Match
	case b[2]|b[3] != 0:
		return l7.Reject
	case len(other) < len(notesStart):
		return l7.More
	}
	return l7.MatchIf(other[2]|other[3] == 0 && (l7.Prefix(b, notesStart) == l7.Match || l7.Prefix(other, notesStart) == l7.Match))
}
