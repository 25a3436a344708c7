//go:build !nfstream_no_games

package games

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// guildWars recognises Guild Wars 2 by the request with which its client opens STS, the protocol of the login servers.
// There is no description of it by the maker.
func guildWars() l7.Proto {
	const request = "P /Sts/Connect STS/1."
	return l7.Proto{
		ID: categories.GuildWars2, On: l7.TCP, Ports: []uint16{6112}, First: l7.Bytes(request[0]),
		Probe:   func(c *l7.Ctx) l7.Verdict { return l7.Prefix(c.Data, request) },
		Samples: [][]byte{[]byte(request + "0\r\ns:1R\r\nl:268\r\n\r\n")},
	}
}
