//go:build !nfstream_no_mining

package mining

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// monero returns the peers of Monero and other CryptoNote coins by the signature of the Levin protocol (Monero, Levin
// Protocol).
func monero() l7.Proto {
	const signature = "\x01\x21\x01\x01\x01\x01\x01\x01"
	return l7.Proto{
		ID: categories.Monero, On: l7.TCP, Ports: []uint16{18080}, First: l7.Bytes(signature[0]),
		Probe:   func(c *l7.Ctx) l7.Verdict { return l7.Prefix(c.Data, signature) },
		Samples: l7.Samples(signature + "\x06\x01\x00\x00\x00\x00\x00\x00\x01\xe9\x03\x00\x00"),
	}
}

// nano returns the nodes of Nano by the first message of either: "R", the network, versions (the most, that in use and the
// least), the type node_id_handshake, and its flags (Nano protocol reference).
func nano() l7.Proto {
	const header, mostVersion, leastVersion, handshake, flags = 8, 40, 7, 0x0a, 0x07
	return l7.Proto{
		ID: categories.Nano, On: l7.TCP, Ports: []uint16{7075}, First: l7.Bytes('R'),
		Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			switch v := l7.Prefix(b, "RA", "RB", "RC", "RX"); {
			case v != l7.Match:
				return v
			case len(b) < header:
				return l7.More
			case b[2] > mostVersion || b[3] > b[2] || b[4] > b[3] || b[4] < leastVersion,
				b[5] != handshake || b[6] == 0 || b[6] > flags || b[7] != 0:
				return l7.Reject
			}
			return l7.Match
		},
		Samples: l7.Samples("RC\x14\x14\x12\x0a\x05\x00\xf0\x26\x9f"),
	}
}

// zug returns the consensus of the Casper network by the magic of its datagrams.
func zug() l7.Proto {
	const magic = "\x00zUG\x10"
	return l7.Proto{
		ID: categories.ZUG, On: l7.UDP, Ports: []uint16{19000}, Min: len(magic), First: l7.Bytes(magic[0]),
		Probe: func(c *l7.Ctx) l7.Verdict {
			if l7.Prefix(c.Data, magic) != l7.Match {
				return l7.Reject
			}
			return l7.Match
		},
		Samples: l7.Samples(magic + "\xae\xa0\x41\x00"),
	}
}
