package socks

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Protos returns SOCKS.
func Protos() []l7.Proto {
	return []l7.Proto{{
		ID: categories.SOCKS, On: l7.TCP, Ports: []uint16{Port, 9050}, First: l7.Bytes(0, 4, 5), Probe: probe,
		Session: func() l7.Session { return new(session) },
		Samples: [][]byte{
			[]byte("\x05\x01\x00"), []byte("\x05\x00"),
			[]byte("\x04\x01\x00\x50\xc0\x00\x02\x01\x00"), []byte("\x00\x5a\x00\x00\x00\x00\x00\x00"),
		},
	}}
}

// probe tells SOCKS by what both sides say, as the first words of one are too short.
func probe(c *l7.Ctx) l7.Verdict {
	var d Dialog
	v := verdict(d.Parse(c.Data, c.Other()))
	if v != l7.Match {
		v = max(v, verdict(d.Parse(c.Other(), c.Data)))
	}
	return v
}

func verdict(s State) l7.Verdict {
	switch s {
	case Malformed:
		return l7.Reject
	case Begun:
		return l7.More
	}
	return l7.Match
}
