//go:build !nfstream_no_games

package games

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// nexon recognises MapleStory by the greeting of its server (MapleStory, handshake), which is not encrypted: a length,
// a version, the minor version as text with its length, two keys of four bytes, and a region.
func nexon() l7.Proto {
	return l7.Proto{
		ID: categories.Nexon, On: l7.TCP, Ports: []uint16{8484, 8585}, First: l7.Bytes(13, 14, 15, 16), Probe: probeNexon,
		Samples: l7.Samples("\x0e\x00\x3a\x00\x01\x00\x31abcdefgh\x08"),
	}
}

func probeNexon(c *l7.Ctx) l7.Verdict {
	const fixed, keys, leastVersion, mostVersion, regions = 6, 8, 28, 300, 9
	b := c.Data
	if b[0] < 13 || b[0] > 16 {
		return l7.Reject
	}
	minor := int(b[0]) - 4 - keys - 1 // bytes of the text
	switch {
	case len(b) > 1 && b[1] != 0, len(b) > 4 && int(b[4]) != minor, len(b) > 5 && b[5] != 0:
		return l7.Reject
	case len(b) < fixed:
		return l7.More
	}
	version := binary.LittleEndian.Uint16(b[2:])
	if version < leastVersion || version > mostVersion {
		return l7.Reject
	}
	for _, x := range b[fixed:min(len(b), fixed+minor)] {
		if x < '0' || x > '9' {
			return l7.Reject
		}
	}
	switch end := 2 + int(b[0]); {
	case len(b) > end, len(b) == end && (b[end-1] == 0 || b[end-1] > regions):
		return l7.Reject
	case len(b) < end:
		return l7.More
	}
	return l7.Match
}
