//go:build !nfstream_no_games

package games

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// blizzard recognises how games of Blizzard log in: World of Warcraft by its challenge (WoWDev, logon challenge: a
// command, an error, a length and the game), or by what both sides of its world server greet with; and older games by
// the first message of Battle.net's chat protocol (BNETDocs, SID_AUTH_INFO: a header, a length, and the platform).
func blizzard() l7.Proto {
	return l7.Proto{
		ID: categories.Blizzard, On: l7.TCP, Ports: []uint16{1119, 3724, 6112}, First: l7.Bytes(0, 1, 0xff, '0'),
		Probe: probeBlizzard,
		Samples: l7.Samples("\x00\x08\x1e\x00WoW\x00\x03\x03\x05\x34\x30",
			"\x00\x30WORLD OF WARCRAFT CONNECTION - SERVER TO CLIENT\x00",
			"\x01\xff\x50\x33\x00\x00\x00\x00\x0068XI3W"),
	}
}

const wowGreeting = "WORLD OF WARCRAFT CONNECTION"

func probeBlizzard(c *l7.Ctx) l7.Verdict {
	b := c.Data
	switch {
	case b[0] == 1:
		if len(b) == 1 {
			return l7.More
		}
		return battleNet(b[1:])
	case b[0] == 0xff:
		return battleNet(b)
	}
	greeting := l7.Reject
	switch { // the length of two bytes, in either order
	case b[0] != 0 && b[0] != '0':
		return l7.Reject
	case len(b) == 1:
		return l7.More
	case b[0] == 0 && b[1] == '0', b[0] == '0' && b[1] == 0:
		greeting = l7.More
		if len(b) > 2 {
			greeting = l7.Prefix(b[2:], wowGreeting)
		}
	}
	return max(greeting, wowChallenge(b))
}

// wowChallenge judges the logon challenge of a client.
func wowChallenge(b []byte) l7.Verdict {
	const mostError = 0x10
	switch {
	case b[0] != 0 || b[1] > mostError, len(b) > 3 && (b[3] != 0 || b[2] < 30):
		return l7.Reject
	case len(b) <= 4:
		return l7.More
	}
	return l7.Prefix(b[4:], "WoW\x00")
}

// battleNet judges SID_AUTH_INFO.
func battleNet(b []byte) l7.Verdict {
	const place, most = 8, 128
	switch v := l7.Prefix(b, "\xff\x50"); {
	case v != l7.Match:
		return v
	case len(b) >= 4 && binary.LittleEndian.Uint16(b[2:]) > most, len(b) > 4 && l7.Prefix(b[4:],
		"\x00\x00\x00\x00") == l7.Reject:
		return l7.Reject
	case len(b) <= place:
		return l7.More
	}
	return l7.Prefix(b[place:], "68XI", "CAMP", "CAMX") // x86, and Macintosh
}
