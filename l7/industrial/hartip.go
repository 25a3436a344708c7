//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const hartHeader = 8 // HCF_SPEC-085

// hartIP recognises HART-IP (HCF_SPEC-085) by its header: a version, a type and an identifier of the message, a status,
// a number, and the length of all.
func hartIP() l7.Proto {
	return l7.Proto{
		ID: categories.HARTIP, On: l7.UDP, Ports: []uint16{5094, 5095}, Min: hartHeader, First: l7.Bytes(1, 2),
		Scratch: 2,
		Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			if len(b) < hartHeader || !hartStarts(b) || int(binary.BigEndian.Uint16(b[6:])) != c.Length() {
				return l7.Reject
			}
			if _, there := c.Tally(); there == 0 && !c.OnPort(5094) && !c.OnPort(5095) {
				return l7.More
			}
			return l7.Match
		},
		Samples: [][]byte{[]byte("\x01\x00\x00\x00\x00\x02\x00\x0d\x01\x00\x00\x75\x30")},
	}
}

func hartIPStream() l7.Proto {
	return l7.Proto{
		ID: categories.HARTIP, On: l7.TCP, Ports: []uint16{5094}, First: l7.Bytes(1, 2),
		Probe: func(c *l7.Ctx) l7.Verdict {
			if !c.OnPort(5094) || !hartStarts(c.Data) || len(c.Data) >= hartHeader && c.Data[6] == 0 &&
				c.Data[7] < hartHeader {
				return l7.Reject
			}
			return l7.AtLeast(c.Data, hartHeader, l7.Match)
		},
		Samples: [][]byte{[]byte("\x01\x00\x00\x00\x00\x02\x00\x0d\x01\x00\x00\x75\x30")},
	}
}

// hartStarts reports whether b starts as a message: a request, an answer, one that is published, or a refusal, for a
// session, to keep it, to pass something on, or direct.
func hartStarts(b []byte) bool {
	const refusal, identifiers = 15, 5
	return (b[0] == 1 || b[0] == 2) && (len(b) < 2 || b[1] <= 2 || b[1] == refusal) && (len(b) < 3 ||
		b[2] <= identifiers) &&
		(len(b) < 7 || b[6] < 8)
}
