//go:build !nfstream_no_games

package games

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// steam recognises Valve's protocols over UDP: discovery for In-Home Streaming (Steam, In-Home Streaming discovery
// protocol: a magic, a length and a header of Protocol Buffers), and the connection of a client to a connection manager
// (SteamKit, UDP connection).
func steam() l7.Proto {
	const discovery, manager = "\xff\xff\xff\xff\x21\x4c\x5f\xa0", "VS01"
	return l7.Proto{
		ID: categories.Steam, On: l7.UDP, Ports: []uint16{27036, 27017}, Min: 16,
		First: l7.Bytes(discovery[0], manager[0]),
		Probe: func(c *l7.Ctx) l7.Verdict {
			const header = 36
			return l7.MatchIf(len(c.Data) >= 16 && (l7.Prefix(c.Data, discovery) == l7.Match ||
				l7.Prefix(c.Data, manager) == l7.Match &&
					int(binary.LittleEndian.Uint16(c.Data[4:]))+header == len(c.Data)))
		},
		Samples: [][]byte{
			[]byte(discovery + "\x04\x00\x00\x00\x08\x01\x18\x00\x00\x00\x00\x00"),
			append([]byte(manager+"\x00\x00\x01\x00"), make([]byte, 28)...),
		},
	}
}

// steamStream recognises the connection to a connection manager over TCP: a length and a magic.
func steamStream() l7.Proto {
	return l7.Proto{
		ID: categories.Steam, On: l7.TCP, Ports: []uint16{27017},
		Probe: func(c *l7.Ctx) l7.Verdict {
			const place = 4
			switch b := c.Data; {
			case len(b) > 2 && b[2] != 0, len(b) > 3 && b[3] != 0:
				return l7.Reject
			case len(b) <= place:
				return l7.More
			default:
				return l7.Prefix(b[place:], "VT01")
			}
		},
		Samples: [][]byte{[]byte("\x18\x00\x00\x00VT01\x17\x05\x00\x00")},
	}
}

// steamRelay recognises the pings of Steam Datagram Relay: a type, flags and a word.
func steamRelay() l7.Proto {
	return l7.Proto{
		ID: categories.SteamDatagramRelay, On: l7.UDP, Min: 32, First: l7.Bytes(1),
		Probe: func(c *l7.Ctx) l7.Verdict {
			return l7.MatchIf(c.Data[0] == 1 && len(c.Data) >= 32 && string(c.Data[2:8]) == "sdping")
		},
		Samples: [][]byte{append([]byte("\x01\x01sdping"), make([]byte, 24)...)},
	}
}
