//go:build !nfstream_no_vpn

package vpn

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// The first bytes of messages of DNSCrypt: the resolver's magic, and the client's in version 1, where a resolver had
// not chosen another one.
const (
	dnscryptMagic = "r6fnvWj8"
	dnscryptQuery = "q6fnvWj8"
)

// dnscrypt recognises DNSCrypt (DNSCrypt protocol, versions 1 and 2) by a response, or by a query with the magic of
// version 1. Another query begins with a magic that its resolver has chosen.
func dnscrypt() l7.Proto {
	return l7.Proto{
		ID: categories.DNScrypt, On: l7.UDP, Ports: []uint16{443, 5353}, Min: len(dnscryptMagic),
		First:   l7.Bytes(dnscryptMagic[0], dnscryptQuery[0]),
		Probe:   func(c *l7.Ctx) l7.Verdict { return dnscryptMessage(c.Data) },
		Samples: l7.Samples(dnscryptMagic+"client nonceserver noncebox", dnscryptQuery+"client key"),
	}
}

// dnscryptStream recognises a response over TCP, after a length of two bytes.
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
			return l7.Prefix(c.Data[2:], dnscryptMagic, dnscryptQuery)
		},
		Samples: [][]byte{[]byte("\x00\x70" + dnscryptMagic + "client nonceserver noncebox")},
	}
}

func dnscryptMessage(b []byte) l7.Verdict {
	return l7.MatchIf(l7.Prefix(b, dnscryptMagic, dnscryptQuery) == l7.Match)
}
