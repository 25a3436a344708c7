//go:build !nfstream_no_games

package games

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// wildRift recognises League of Legends: Wild Rift by its first messages: a type of four bytes and a body that is not
// in clear, of a fixed length in the request.
func wildRift() l7.Proto {
	return l7.Proto{
		ID: categories.LoLWildRift, On: l7.UDP, Min: 22, First: l7.Bytes(1, 4, 0x10), Scratch: 2, Probe: probeWildRift,
		Samples: [][]byte{
			[]byte("\x01\x02\xc8\x41\x00\x00\x00\x01\x00\x01\x00\x00\x00\x1e\x00\x04\x00\x04A0B1"),
			append([]byte("\x04\x00\x00\x00\xa1"), make([]byte, 64)...), append([]byte("\x10\x00\x00\x00\xd3"),
				make([]byte, 354)...),
		},
	}
}

func probeWildRift(c *l7.Ctx) l7.Verdict {
	const request, answer, length, least = 4, 0x10, 69, 200
	b := c.Data
	if wildRiftPing(b) {
		return l7.Match
	}
	if len(b) < length {
		return l7.Reject
	}
	switch kind := binary.LittleEndian.Uint32(b); {
	case kind == request && len(b) == length:
	case kind == answer && len(b) >= least:
	default:
		return l7.Reject
	}
	if _, there := c.Tally(); there == 0 {
		return l7.More
	}
	return l7.Match
}

// wildRiftPing reports whether b tests the latency: a number, and the same length of a list and of its text.
func wildRiftPing(b []byte) bool {
	return len(b) == 22 && b[0] == 1 && b[1] == 2 && string(b[4:10]) == "\x00\x00\x00\x01\x00\x01" &&
		string(b[14:18]) == "\x00\x04\x00\x04"
}
