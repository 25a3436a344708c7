package management

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const (
	tacacsPort   = 49
	tacacsHeader = 12
)

// tacacs is TACACS+ (RFC 8907, section 4.1): a version, a type, a number, flags, a session, and the length of a body,
// which is obfuscated. On other ports both sides have to name the session.
func tacacs() l7.Proto {
	return l7.Proto{
		ID: categories.TACACS, On: l7.TCP, Ports: []uint16{tacacsPort}, First: l7.Bytes(0xc0, 0xc1), Probe: probeTACACS,
		Samples: l7.Samples("\xc0\x01\x01\x00sess\x00\x00\x00\x20", "\xc0\x01\x02\x00sess\x00\x00\x00\x10"),
	}
}

func probeTACACS(c *l7.Ctx) l7.Verdict {
	b, other := c.Data, c.Other()
	switch {
	case !tacacsStarts(b):
		return l7.Reject
	case len(b) < tacacsHeader:
		return l7.More
	case c.OnPort(tacacsPort):
		return l7.Match
	case len(other) < tacacsHeader:
		return l7.More
	}
	return l7.MatchIf(tacacsStarts(other) && string(b[4:8]) == string(other[4:8]) && b[1] == other[1])
}

// tacacsStarts reports whether b starts as a packet of authentication, authorization or accounting.
func tacacsStarts(b []byte) bool {
	const clear, single = 0x01, 0x04 // flags
	return b[0]&^1 == 0xc0 && (len(b) < 2 || b[1] > 0 && b[1] <= 3) && (len(b) < 3 || b[2] != 0) &&
		(len(b) < 4 || b[3]&^(clear|single) == 0) && (len(b) < 9 || b[8] == 0) && (len(b) < 10 || b[9] == 0)
}
