package management

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const slpPort = 427

// slp is the Service Location Protocol, version 2 (RFC 2608, section 8) and 1 (RFC 2165, section 4). On other ports than its own
// the length and the language count too.
func slp(on l7.Transport) l7.Proto {
	return l7.Proto{
		ID: categories.ServiceLocationProtocol, On: on, Ports: []uint16{slpPort}, First: l7.Bytes(1, 2),
		Probe:   func(c *l7.Ctx) l7.Verdict { return probeSLP(c, on == l7.TCP) },
		Samples: l7.Samples("\x02\x09\x00\x00\x1d\x00\x00\x00\x00\x00\x9d\xf6\x00\x02en\x00\x00\xff\xff\x00\x07DEFAULT"),
	}
}

func probeSLP(c *l7.Ctx, stream bool) l7.Verdict {
	b := c.Data
	switch {
	case b[0] != 1 && b[0] != 2, len(b) > 1 && (b[1] == 0 || b[1] > 15):
		return l7.Reject
	case len(b) < 12:
		return l7.More
	case b[0] == 2 && b[6]&0x1f != 0, b[0] == 1 && b[5] != 0: // reserved flags, dialect
		return l7.Reject
	case c.OnPort(slpPort):
		return l7.Match
	case b[0] == 1 && stream, b[0] == 2 && (b[5]&0x1f != 0 || b[6] != 0):
		return l7.Reject
	case b[0] == 1:
		return slpOf(c, stream, int(binary.BigEndian.Uint16(b[2:])), 6, b[6:8])
	case len(b) < 14:
		return l7.More
	}
	language := int(binary.BigEndian.Uint16(b[12:]))
	if language < 2 || language > 8 {
		return l7.Reject
	}
	return slpOf(c, stream, int(binary.BigEndian.Uint32(b[1:])&0xffffff), 14, b[14:min(len(b), 14+language)])
}

// slpOf judges a message by its length, and its language at a place.
func slpOf(c *l7.Ctx, stream bool, length, place int, language []byte) l7.Verdict {
	const most = 1 << 14
	if length < place+2 || length > most || !stream && length != c.Length() {
		return l7.Reject
	}
	for _, x := range language {
		if (x|0x20 < 'a' || x|0x20 > 'z') && x != '-' {
			return l7.Reject
		}
	}
	return l7.AtLeast(c.Data, place+2, l7.Match)
}
