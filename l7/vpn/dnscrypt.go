//go:build !nfstream_no_vpn

package vpn

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// dnscryptMagic begins each response (DNSCrypt protocol, version 2, section 5: resolver magic).
const dnscryptMagic = "r6fnvWj8"

// dnscrypt recognises DNSCrypt by a response. A query begins with a magic that its resolver has chosen.
func dnscrypt() l7.Proto {
	return l7.Proto{
		ID: categories.DNScrypt, On: l7.UDP, Ports: []uint16{443, 5353}, Min: len(dnscryptMagic), First: l7.Bytes(dnscryptMagic[0]),
		Probe:   func(c *l7.Ctx) l7.Verdict { return dnscryptResponse(c.Data) },
		Samples: [][]byte{[]byte(dnscryptMagic + "client nonceserver noncebox")},
	}
}

// dnscryptStream recognises a response over TCP, behind a length of two bytes (section 7).
func dnscryptStream() l7.Proto {
	return l7.Proto{
		ID: categories.DNScrypt, On: l7.TCP, Ports: []uint16{443}, First: l7.Bytes(0, 1, 2, 3, 4, 5, 6, 7, 8),
		Probe: func(c *l7.Ctx) l7.Verdict {
			switch {
			case c.Data[0] > 8:
				return l7.Reject
			case len(c.Data) < 2:
				return l7.More
			}
			return l7.Prefix(c.Data[2:], dnscryptMagic)
		},
		Samples: [][]byte{[]byte("\x00\x70" + dnscryptMagic + "client nonceserver noncebox")},
	}
}

func dnscryptResponse(b []byte) l7.Verdict {
	if l7.Prefix(b, dnscryptMagic) == l7.Match {
		return l7.Match
	}
	return l7.Reject
}
