//go:build !nfstream_no_p2p

package p2p

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// The ports of BitTorrent: those that the first clients used (BEP 3), and the default of Transmission.
var portsOfPeers = []uint16{6881, 6882, 6883, 6884, 6885, 6886, 6887, 6888, 6889, 51413}

const (
	handshake = "\x13BitTorrent protocol" // BEP 3, peer protocol
	search    = "BT-SEARCH * HTTP/1.1\r\n"
	// connect is the identifier of the protocol and the action "connect" (BEP 15).
	connect       = "\x00\x00\x04\x17\x27\x10\x19\x80\x00\x00\x00\x00"
	connectLength = 16
)

// peerWire returns the protocol between peers on TCP (BEP 3).
func peerWire() l7.Proto {
	return l7.Proto{
		ID: categories.BitTorrent, On: l7.TCP, Ports: portsOfPeers, First: l7.Bytes(handshake[0]),
		Probe:   func(c *l7.Ctx) l7.Verdict { return l7.Prefix(c.Data, handshake) },
		Samples: l7.Samples(handshake + "\x00\x00\x00\x00\x00\x10\x00\x05"),
	}
}

// localDiscovery returns Local Service Discovery (BEP 14).
func localDiscovery() l7.Proto {
	return l7.Proto{
		ID: categories.BitTorrent, On: l7.UDP, Ports: []uint16{6771}, Min: len(search), First: l7.Bytes(search[0]),
		Probe:   func(c *l7.Ctx) l7.Verdict { return whole(l7.Prefix(c.Data, search)) },
		Samples: l7.Samples(search + "Host: 239.192.152.143:6771\r\nPort: 6881\r\nInfohash: 0123\r\n\r\n\r\n"),
	}
}

// tracker returns the connect request to a tracker (BEP 15).
func tracker() l7.Proto {
	return l7.Proto{
		ID: categories.BitTorrent, On: l7.UDP, Min: connectLength, First: l7.Bytes(connect[0]),
		Probe: func(c *l7.Ctx) l7.Verdict {
			if len(c.Data) < connectLength {
				return l7.Reject
			}
			return l7.Prefix(c.Data, connect)
		},
		Samples: l7.Samples(connect + "\x01\x02\x03\x04"),
	}
}

// whole rejects a datagram that is too short to judge.
func whole(v l7.Verdict) l7.Verdict {
	if v == l7.More {
		return l7.Reject
	}
	return v
}
