//go:build !nfstream_no_games

package games

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// yojimbo recognises a request to connect of netcode, on which Yojimbo runs (Netcode 1.02 standard, Connection Request
// Packet): a type of zero and the version.
func yojimbo() l7.Proto {
	const request = "\x00NETCODE 1."
	return l7.Proto{
		ID: categories.Yojimbo, On: l7.UDP, Min: len(request), First: l7.Bytes(0),
		Probe:   func(c *l7.Ctx) l7.Verdict { return l7.MatchIf(l7.Prefix(c.Data, request) == l7.Match) },
		Samples: [][]byte{[]byte(request + "02\x00")},
	}
}
