//go:build !nfstream_no_p2p

package p2p

import (
	"encoding/hex"
	"unsafe"

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
		ID: categories.BitTorrent, On: l7.TCP, Ports: portsOfPeers, First: l7.Bytes(handshake[0], 0),
		Probe:   func(c *l7.Ctx) l7.Verdict { return max(l7.Prefix(c.Data, handshake), isExtended(c.Data)) },
		Session: func() l7.Session { return new(peerSession) }, Columns: bitTorrentColumns(),
		Samples: l7.Samples(handshake+"\x00\x00\x00\x00\x00\x10\x00\x05", "\x00\x00\x00\x20\x14\x00d1:ei0e1:md11:upload_onlyi3ee"),
	}
}

// isExtended checks for an extended handshake at the start of b: its length, its type, and a dictionary (BEP 10). It
// follows the first handshake, and identifies connections that were captured without their start.
func isExtended(b []byte) l7.Verdict {
	const lengthLength, longest = 4, 1 << 14
	if b[0] != 0 || len(b) > 1 && b[1] != 0 || len(b) > 2 && b[2] >= longest>>8 {
		return l7.Reject
	}
	if len(b) <= lengthLength {
		return l7.More
	}
	return l7.Prefix(b[lengthLength:], "\x14\x00d1:")
}

// peerSession reads the handshake of the peer that speaks first: the name of the protocol, eight reserved bytes, the
// hash and the peer's identifier.
type peerSession struct {
	said [2][]byte // by direction
}

// Read reads bytes of a direction.
func (s *peerSession) Read(c *l7.Ctx) l7.Verdict {
	const reserved, hash, peer, program = 8, 20, 20, 8
	const hashAt = len(handshake) + reserved
	said := &s.said[c.Dir&1]
	*said = append(*said, c.Data[:min(len(c.Data), hashAt+hash+peer-len(*said))]...)
	b := *said
	if len(b) < hashAt+hash+program || l7.Prefix(b, handshake) != l7.Match {
		return l7.More
	}
	r := l7.Record[BitTorrent](c)
	r.Hash = hex.EncodeToString(b[hashAt : hashAt+hash])
	if id := b[hashAt+hash:][:program]; id[0] == '-' && id[program-1] == '-' {
		r.Peer = string(id)
	}
	return l7.Match
}

// Close has nothing to add.
func (s *peerSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *peerSession) Reset() { s.said[0], s.said[1] = s.said[0][:0], s.said[1][:0] }

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *peerSession) Holds() int {
	return int(unsafe.Sizeof(*s)) + cap(s.said[0]) + cap(s.said[1])
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
