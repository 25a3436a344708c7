//go:build !nfstream_no_vendor

package vendor

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// deliveryOptimization recognises how Windows gets updates from peers: a length and a name, as BitTorrent greets (Microsoft,
// MS-DO peer-to-peer protocol, port 7680).
func deliveryOptimization() l7.Proto {
	const greeting = "\x0eSwarm protocol"
	return l7.Proto{
		ID: categories.MSDO, On: l7.TCP, Ports: []uint16{7680}, First: l7.Bytes(greeting[0]),
		Probe:   func(c *l7.Ctx) l7.Verdict { return l7.Magic(c.Data, greeting) },
		Samples: [][]byte{[]byte(greeting + "\x00\x00\x00\x00")},
	}
}
