//go:build !nfstream_no_vpn

package vpn

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// tailscale recognises the messages by which nodes of Tailscale find paths to one another (Tailscale, package
// disco: a magic, the sender's key of 32 bytes, a nonce of 24 and a box).
func tailscale() l7.Proto {
	const magic, least = "TS\xf0\x9f\x92\xac", 6 + 32 + 24 + 16
	return l7.Proto{
		ID: categories.Tailscale, On: l7.UDP, Ports: []uint16{41641}, Min: least, First: l7.Bytes(magic[0]),
		EachDatagram: true,
		Probe: func(c *l7.Ctx) l7.Verdict {
			if len(c.Data) >= least && l7.Prefix(c.Data, magic) == l7.Match {
				return l7.Match
			}
			return l7.Reject
		},
		Samples: [][]byte{append([]byte(magic), make([]byte, least)...)},
	}
}
