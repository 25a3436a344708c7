//go:build !nfstream_no_product

package product

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// eaq recognises the measurements of Brazil's Entidade Aferidora da Qualidade: two numbers, a time, and an answer that
// repeats them.
func eaq() l7.Proto {
	return l7.Proto{
		ID: categories.EAQ, On: l7.UDP, Ports: []uint16{6000}, Min: eaqLength, First: l7.Bytes(0), EachDatagram: true,
		Scratch: 1 + 12, Probe: probeEAQ,
		Samples: [][]byte{[]byte("\x00\x00\x00\x01\x00\x00\x0d\xda\x00\x01\x4b\x07\x00\x00\x90\x00")},
	}
}

const eaqLength, eaqPort = 16, 6000

func probeEAQ(c *l7.Ctx) l7.Verdict {
	const most = 1 << 16
	b := c.Data
	if c.SrcPort != eaqPort && c.DstPort != eaqPort || len(b) != eaqLength || binary.BigEndian.Uint32(b) >= most ||
		binary.BigEndian.Uint32(b[4:]) >= most {
		return l7.Reject
	}
	kept := c.Scratch() // the direction, counted from 1, and the bytes
	if kept[0] == 2-c.Dir&1 && string(kept[1:13]) == string(b[:12]) {
		return l7.Match
	}
	kept[0] = 1 + c.Dir&1
	copy(kept[1:13], b)
	return l7.Weak
}
