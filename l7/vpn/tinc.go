//go:build !nfstream_no_vpn

package vpn

import (
	"bytes"
	"net/netip"
	"time"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// tinc recognises the connection between daemons of tinc by the line with which either side opens it: ID, the name of
// the daemon, the version of the protocol, 17, and perhaps a minor one (Tinc manual, The meta-protocol).
func tinc() l7.Proto {
	return l7.Proto{
		ID: categories.TINC, On: l7.TCP, Ports: []uint16{655}, First: l7.Bytes('0'), Probe: probeTinc,
		Session: l7.Once(expectTinc),
		Samples: [][]byte{[]byte("0 node_a 17\n"), []byte("0 node 17.7\n")},
	}
}

func probeTinc(c *l7.Ctx) l7.Verdict {
	const most = 80
	b := c.Data
	line, _, whole := bytes.Cut(b, []byte("\n"))
	if v := l7.Prefix(b, "0 "); v != l7.Match {
		return v
	}
	name, version, named := bytes.Cut(line[2:], []byte(" "))
	if len(line) > most || !tincName(name) {
		return l7.Reject
	}
	if !named {
		if whole {
			return l7.Reject
		}
		return l7.More
	}
	switch v := l7.Prefix(version, "17"); {
	case len(name) == 0 || v == l7.Reject || v == l7.More && whole:
		return l7.Reject
	case !whole:
		return tincMinor(version)
	}
	if tincMinor(version) == l7.Reject {
		return l7.Reject
	}
	return l7.Match
}

// expectTinc writes down the name of the daemon that spoke first, and expects the packets of the network over UDP, on
// the port of a daemon (tinc manual, Port).
func expectTinc(c *l7.Ctx) {
	if name, _, ok := bytes.Cut(c.Data[min(len(c.Data), 2):], []byte(" ")); ok && len(name) < 64 {
		c.Metadata().ClientText = string(name)
	}
	src, dst := c.Addresses()
	for _, end := range [...]netip.AddrPort{netip.AddrPortFrom(src, c.SrcPort), netip.AddrPortFrom(dst, c.DstPort)} {
		c.Expect(l7.Expectation{Addr: end.Addr(), Port: end.Port(), On: l7.UDP, Lifetime: time.Hour,
			Classification: l7.Classification{Protocol: categories.TINC}})
	}
}

// tincMinor returns More unless what follows the version is no minor version.
func tincMinor(version []byte) l7.Verdict {
	if len(version) <= 2 {
		return l7.More
	}
	if version[2] != '.' {
		return l7.Reject
	}
	for _, c := range version[3:] {
		if c < '0' || c > '9' {
			return l7.Reject
		}
	}
	return l7.More
}

// tincName reports whether a name has the letters that names may have, and ^ of an invitation.
func tincName(name []byte) bool {
	for _, c := range name {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' && c != '^' && c != '?' {
			return false
		}
	}
	return true
}
