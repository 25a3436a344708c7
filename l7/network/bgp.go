package network

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// bgp is the Border Gateway Protocol (RFC 4271, section 4.1): a marker of 16 bytes, a length, and the type of message.
func bgp() l7.Proto {
	return l7.Proto{
		ID: categories.BGP, On: l7.TCP, Ports: []uint16{179}, Min: 19, Prefixes: []string{bgpMarker}, Probe: probeBGP,
		Session: bgpDialogue.Sessions(), Columns: bgpColumns(),
		Samples: l7.Samples(bgpMarker+"\x00\x1d\x01\x04\xfd\xe8\x00\xb4\xc0\x00\x02\x01\x00", bgpMarker+"\x00\x13\x04"),
	}
}

const (
	bgpMarker = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
	bgpMax    = 0xffff // RFC 8654
)

func probeBGP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if v := l7.Prefix(b, bgpMarker); v != l7.Match {
		return v
	}
	if len(b) < 19 {
		return l7.More
	}
	length, kind := binary.BigEndian.Uint16(b[16:]), b[18]
	if length < 19 || kind == 0 || kind > 5 || kind == 4 && length != 19 || kind == 1 && length < 29 {
		return l7.Reject
	}
	return l7.Match
}
