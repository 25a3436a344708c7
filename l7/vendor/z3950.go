//go:build !nfstream_no_vendor

package vendor

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// z3950 recognises Z39.50, with which catalogues of libraries are searched, by the request to open a session and its answer: BER of
// tag 20 or 21 with versions and options as bits (ANSI/NISO Z39.50-2003, section 4.1).
func z3950() l7.Proto {
	return l7.Proto{
		ID: categories.Z3950, On: l7.TCP, Ports: []uint16{210}, First: l7.Bytes(0xb4, 0xb5), Probe: probeZ3950,
		Samples: [][]byte{[]byte("\xb4\x52\x83\x02\x00\xe0\x84\x03\x00\xe9\xa2\x85")},
	}
}

func probeZ3950(c *l7.Ctx) l7.Verdict {
	const reference, versions, options = 0x82, 0x83, 0x84
	b := c.Data
	switch {
	case b[0]&^1 != 0xb4:
		return l7.Reject
	case len(b) < 2:
		return l7.More
	}
	at := 2
	if b[1] > 0x84 || b[1] == 0x80 {
		return l7.Reject
	}
	if b[1] > 0x80 {
		at += int(b[1] & 0x7f)
	}
	if len(b) > at+1 && b[at] == reference && b[at+1] < 64 {
		at += 2 + int(b[at+1])
	}
	switch {
	case len(b) > at && b[at] != versions, len(b) > at+1 && (b[at+1] == 0 || b[at+1] > 3):
		return l7.Reject
	case len(b) < at+2:
		return l7.More
	}
	at += 2 + int(b[at+1])
	switch {
	case len(b) > at && b[at] != options, len(b) > at+1 && (b[at+1] < 2 || b[at+1] > 6):
		return l7.Reject
	case len(b) < at+2:
		return l7.More
	}
	return l7.Match
}
