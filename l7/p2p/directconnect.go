//go:build !nfstream_no_p2p

package p2p

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// directConnect returns what hubs and clients of Direct Connect say first: the lock of NMDC, after the client's name between
// clients, or what a side of ADC supports (NMDC Protocol 1.3, sections 5.1 and 5.2; ADC Protocol 1.0.3, section 5.3.1).
func directConnect() l7.Proto {
	return l7.Proto{
		ID: categories.DirectConnect, On: l7.TCP, Ports: []uint16{411, 412}, First: l7.Bytes('$', 'H', 'I', 'C'), Probe: probeDirectConnect,
		Samples: l7.Samples("$Lock EXTENDEDPROTOCOLABCABC Pk=hub1.0|", "$MyNick alice|$Lock EXTENDEDPROTOCOL Pk=DCPLUSPLUS0.868|",
			"HSUP ADBAS0 ADBASE ADTIGR\n"),
	}
}

func probeDirectConnect(c *l7.Ctx) l7.Verdict {
	const longest = 512
	b := c.Data
	if v := probeADC(b); v != l7.Reject {
		return v
	}
	v := l7.Prefix(b, "$Lock ", "$MyNick ")
	if v != l7.Match {
		return v
	}
	command, rest, whole := bytes.Cut(b, []byte{'|'})
	if whole && b[1] == 'M' {
		if v := l7.Prefix(rest, "$Lock "); v != l7.Match {
			return v
		}
		command, _, whole = bytes.Cut(rest, []byte{'|'})
	}
	switch {
	case whole && (bytes.Contains(command, []byte(" Pk=")) || bytes.Contains(command, []byte("EXTENDEDPROTOCOL"))):
		return l7.Match
	case whole || len(b) > longest:
		return l7.Reject
	}
	return l7.More
}

// probeADC recognises the command SUP of a client to a hub, a hub, or a client, with the first feature that is added.
func probeADC(b []byte) l7.Verdict {
	const header, feature = 4, 4
	v := l7.Prefix(b, "HSUP AD", "ISUP AD", "CSUP AD")
	if v != l7.Match {
		return v
	}
	for i, c := range b[header+len(" AD") : min(len(b), header+len(" AD")+feature)] {
		if (c < 'A' || c > 'Z') && (i == 0 || c < '0' || c > '9') {
			return l7.Reject
		}
	}
	if len(b) < header+len(" AD")+feature {
		return l7.More
	}
	return l7.Match
}

// searchResult returns an answer to a search in datagrams: a name, a path, and where the hub is (NMDC, section 5.2).
func searchResult() l7.Proto {
	const start, separator = "$SR ", 5
	return l7.Proto{
		ID: categories.DirectConnect, On: l7.UDP, EachDatagram: true, Min: 16, First: l7.Bytes(start[0]),
		Probe: func(c *l7.Ctx) l7.Verdict {
			if b := c.Data; l7.Prefix(b, start) == l7.Match && bytes.IndexByte(b, separator) > 0 && bytes.HasSuffix(b, []byte(")|")) {
				return l7.Match
			}
			return l7.Reject
		},
		Samples: l7.Samples(start + "alice a.txt\x05437 3/4\x05hub (192.0.2.1:411)|"),
	}
}
