package p2p

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// directConnect is Direct Connect: what a hub or a client says first (NMDC protocol; ADC protocol 1.0).
func directConnect() l7.Proto {
	return l7.Prefixed(categories.DirectConnect, l7.TCP, []uint16{411, 412}, "$Lock EXTENDEDPROTOCOL", "$Lock ", "$MyNick ",
		"HSUP AD", "CSUP AD", "ISUP AD")
}

// directConnectResult is a result of a search in a datagram (NMDC protocol, $SR): a nick, a path, and a bar at its end.
func directConnectResult() l7.Proto {
	const result, least = "$SR ", 16
	return l7.Proto{
		ID: categories.DirectConnect, On: l7.UDP, Ports: []uint16{412}, Min: least, First: l7.Bytes(result[0]), EachDatagram: true,
		Probe: func(c *l7.Ctx) l7.Verdict {
			return l7.MatchIf(len(c.Data) >= least && l7.Prefix(c.Data, result) == l7.Match &&
				bytes.IndexByte(c.Data, 5) > 0 && c.Data[len(c.Data)-1] == '|')
		},
		Samples: l7.Samples(result + "nick path/file\x055 2/3\x05hub (192.0.2.1)|"),
	}
}
