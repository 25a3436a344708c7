package management

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// bfcp is the Binary Floor Control Protocol (RFC 8855, sections 5.1 and 5.2): a datagram with attributes, or messages of both sides
// with the same identifiers.
func bfcp(on l7.Transport) l7.Proto {
	return l7.Proto{
		ID: categories.BFCP, On: on, First: l7.Bytes(0x20, 0x30, 0x40, 0x50), Next: [3]*l7.ByteSet{nil, l7.Bytes(0)},
		Probe: func(c *l7.Ctx) l7.Verdict { return probeBFCP(c, on) }, Scratch: 1 + bfcpHeader,
		Samples: l7.Samples("\x20\x01\x00\x01\x00\x00\x00\x01\x00\x01\x00\x02\x05\x04\x00\x01",
			"\x20\x04\x00\x01\x00\x00\x00\x01\x00\x01\x00\x02\x07\x04\x00\x01"),
	}
}

const bfcpHeader = 12

func probeBFCP(c *l7.Ctx, on l7.Transport) l7.Verdict {
	b := c.Data
	for i, x := range b[:min(len(b), 4)] {
		switch {
		case i == 0 && (x>>5 != 1 && x>>5 != 2 || x&0xf != 0), i == 1 && (x == 0 || x > 18), i == 2 && x > 0:
			return l7.Reject
		}
	}
	if len(b) < bfcpHeader {
		return l7.More
	}
	if on == l7.UDP {
		if length := 4 * int(b[3]); length > 0 && bfcpHeader+length == c.Length() && len(b) == c.Length() {
			return judgeAttributes(b[bfcpHeader:])
		}
	}
	kept := c.Scratch() // the direction, counted from 1, and a header
	if kept[0] == 2-c.Dir && kept[1] == b[0] && string(kept[5:1+bfcpHeader]) == string(b[4:bfcpHeader]) {
		return l7.Match // the same conference, transaction and user
	}
	kept[0] = c.Dir + 1
	copy(kept[1:], b[:bfcpHeader])
	return l7.More
}

// judgeAttributes checks whether attributes follow one another to the end (section 5.2).
func judgeAttributes(b []byte) l7.Verdict {
	r := wire.NewCursor(b)
	for r.Len() > 0 {
		kind, n := r.Uint8()>>1, int(r.Uint8())
		if kind == 0 || kind > 19 || n < 2 {
			return l7.Reject
		}
		r.Skip(n - 2)
		r.Skip(min(-n&3, r.Len()))
	}
	if !r.OK() {
		return l7.Reject
	}
	return l7.Match
}
