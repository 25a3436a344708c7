//go:build !nfstream_no_mining

package mining

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// bitcoin returns the peers of Bitcoin and of what was derived from it (Bitcoin Developer Reference, Message Headers).
func bitcoin() l7.Proto {
	return l7.Proto{
		ID: categories.Bitcoin, On: l7.TCP, Ports: []uint16{8333, 18333}, First: l7.Bytes(firstOfNetworks()...), Probe: probeBitcoin,
		Samples: l7.Samples("\xf9\xbe\xb4\xd9version\x00\x00\x00\x00\x00\x55\x00\x00\x00\x01\x7d\x00\x00",
			"\xf9\xbe\xb4\xd9verack\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x5d\xf6\xe0\xe2"),
	}
}

// networks are the magic values: those of Bitcoin's networks (main, testnet 3 and 4, signet, regtest, btcd's
// simnet), then Bitcoin Cash, Litecoin, Dogecoin, Dash and Zcash.
var networks = [...]string{"\xf9\xbe\xb4\xd9", "\x0b\x11\x09\x07", "\x1c\x16\x3f\x28", "\x0a\x03\xcf\x40", "\xfa\xbf\xb5\xda",
	"\x16\x1c\x14\x12", "\xe3\xe1\xf3\xe8", "\xfb\xc0\xb6\xdb", "\xc0\xc0\xc0\xc0", "\xbf\x0c\x6b\xbd", "\x24\xe9\x27\x64"}

func firstOfNetworks() (first []byte) {
	for _, magic := range networks {
		first = append(first, magic[0])
	}
	return first
}

// probeBitcoin reads the magic value, the command, which is text padded with zeros, and the length.
func probeBitcoin(c *l7.Ctx) l7.Verdict {
	const magic, command, longest = 4, 12, 32 << 20
	b := c.Data
	if v := l7.Prefix(b, networks[:]...); v != l7.Match {
		return v
	}
	padded := false
	for i, r := range b[magic:min(len(b), magic+command)] {
		switch {
		case r == 0 && i > 0:
			padded = true
		case padded || r < '0' || r > 'z':
			return l7.Reject
		}
	}
	switch {
	case len(b) < magic+command+4:
		return l7.More
	case binary.LittleEndian.Uint32(b[magic+command:]) > longest:
		return l7.Reject
	}
	return l7.Match
}
