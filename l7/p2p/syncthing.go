//go:build !nfstream_no_p2p

package p2p

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// syncthing returns Local Discovery, version 4, by its magic number (Syncthing, Local Discovery Protocol v4), and that of
// the versions before it.
func syncthing() l7.Proto {
	const magic, magic3, magic2 = "\x2e\xa7\xd9\x0b", "\x7d\x79\xbc\x40", "\x9d\x79\xbc\x39"
	return l7.Proto{
		ID: categories.Syncthing, On: l7.UDP, Ports: []uint16{21027}, Min: len(magic), First: l7.Bytes(magic[0], magic3[0], magic2[0]),
		Probe:   func(c *l7.Ctx) l7.Verdict { return whole(l7.Prefix(c.Data, magic, magic3, magic2)) },
		Samples: l7.Samples(magic + "\x0a\x200123456789abcdef0123456789abcdef\x12\x06tcp://"),
	}
}
