//go:build !nfstream_no_product

package product

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const tivoFirst = "TiVoConnect=" // in any case (TiVo, Connect Automatic Machine Discovery Protocol)

// tivo recognises the beacons of TiVo's machines (TiVo, Connect Automatic Machine Discovery Protocol).
func tivo() l7.Proto {
	return l7.Proto{
		ID: categories.TiVoConnect, On: l7.UDP, Ports: []uint16{2190}, Min: len(tivoFirst), First: l7.Bytes('T', 't'),
		Probe: func(c *l7.Ctx) l7.Verdict {
			return l7.MatchIf(len(c.Data) >= len(tivoFirst) && bytes.EqualFold(c.Data[:len(tivoFirst)],
				[]byte(tivoFirst)))
		},
		Samples: [][]byte{[]byte("TiVoConnect=1\nswversion=1.0\nmethod=broadcast\n")},
	}
}

func tivoStream() l7.Proto {
	return l7.Proto{
		ID: categories.TiVoConnect, On: l7.TCP, Ports: []uint16{2190}, First: l7.Bytes(0), Probe: probeTiVoStream,
		Samples: [][]byte{[]byte("\x00\x00\x00\x0fTiVoConnect=1\nsw")},
	}
}

// probeTiVoStream judges the same text after its length.
func probeTiVoStream(c *l7.Ctx) l7.Verdict {
	const length = 4
	b := c.Data
	n := min(len(b), length+len(tivoFirst))
	if b[0] != 0 || len(b) > 1 && b[1] != 0 || len(b) > 2 && b[2] > 7 ||
		n > length && !bytes.EqualFold(b[length:n], []byte(tivoFirst)[:n-length]) {
		return l7.Reject
	}
	return l7.AtLeast(b, length+len(tivoFirst), l7.Match)
}
