//go:build !nfstream_no_product

package product

import (
	"bytes"
	"net/netip"
	"time"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const ooklaPort = 8080

// ookla recognises a test of Ookla's Speedtest: the client greets with HI, perhaps with a UUID, and the server with
// HELLO and its version.
func ookla() l7.Proto {
	return l7.Proto{
		ID: categories.Ookla, On: l7.TCP, Ports: []uint16{ooklaPort}, First: l7.Bytes('H'), Probe: probeOokla,
		Session: l7.Once(expectOokla),
		Samples: [][]byte{
			[]byte("HI\n"), []byte("HELLO 2.4 2016-10-06.1324.996ab91\n"),
			[]byte("HI 8e17cb65-c6b5-4b39-adcc-97006a1e4537\n"),
		},
	}
}

// expectOokla expects further connections to the server. Those that carry the load are not in clear.
func expectOokla(c *l7.Ctx) {
	src, dst := c.Addresses()
	for _, end := range [...]netip.AddrPort{netip.AddrPortFrom(src, c.SrcPort), netip.AddrPortFrom(dst, c.DstPort)} {
		if end.Port() == ooklaPort {
			c.Expect(l7.Expectation{Addr: end.Addr(), Port: ooklaPort, On: l7.TCP, Lifetime: 10 * time.Minute,
				Classification: l7.Classification{Protocol: categories.Ookla}})
		}
	}
}

func probeOokla(c *l7.Ctx) l7.Verdict {
	const greeting, answer, uuid = "HI", "HELLO ", 36
	b := c.Data
	if len(b) > 1 && b[1] == 'E' {
		v := l7.Prefix(b, answer)
		if v != l7.Match || len(b) < len(answer)+3 {
			return l7.AtLeast(b, len(answer)+3, v)
		}
		if b[6] < '0' || b[6] > '9' || b[7] != '.' {
			return l7.Reject
		}
		if l7.Prefix(c.Other(), greeting) != l7.Match {
			return l7.More
		}
		return l7.Match
	}
	switch v := l7.Prefix(b, greeting); {
	case v != l7.Match:
		return v
	case len(b) == len(greeting):
		return l7.More
	case b[2] == '\n':
		if l7.Prefix(c.Other(), answer) == l7.Match {
			return l7.Match
		}
		return l7.More
	}
	line, _, whole := bytes.Cut(b[3:], []byte("\n"))
	if b[2] != ' ' || len(line) > uuid || whole && len(line) < uuid || len(line) > 8 && line[8] != '-' {
		return l7.Reject
	}
	if !whole {
		return l7.More
	}
	return l7.Match
}
