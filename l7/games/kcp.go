//go:build !nfstream_no_games

package games

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// kcp recognises KCP by segments of one conversation that fill the datagram (KCP protocol specification: conversation,
// command, fragment, window, time, number, acknowledgement and length, little-endian).
func kcp() l7.Proto {
	return l7.Proto{
		ID: categories.KCP, On: l7.UDP, Min: kcpHeader, Scratch: 2, Probe: probeKCP,
		Samples: [][]byte{
			[]byte("\x0a\x00\x00\x00\x51\x00\x80\x00\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x04\x00\x00" +
				"\x00data"),
			[]byte("\x0a\x00\x00\x00\x52\x00\x7f\x00\x14\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00"),
		},
	}
}

const kcpHeader = 24

func probeKCP(c *l7.Ctx) l7.Verdict {
	b, data := c.Data, false
	for len(b) > 0 {
		n, ok := kcpSegment(b)
		if !ok || string(b[:4]) != string(c.Data[:4]) {
			return l7.Reject
		}
		data = data || n > kcpHeader
		b = b[n:]
	}
	if here, there := c.Tally(); !data && here+there < 3 {
		return l7.More
	}
	return l7.Match
}

// kcpSegment returns the length of the segment at the start of b.
func kcpSegment(b []byte) (n int, ok bool) {
	const push, wins, mtu = 81, 84, 1 << 11
	if len(b) < kcpHeader || b[4] < push || b[4] > wins || binary.LittleEndian.Uint32(b) == 0 || b[6]|b[7] == 0 &&
		b[4] == wins {
		return 0, false
	}
	data := binary.LittleEndian.Uint32(b[20:])
	if data > mtu || b[4] != push && data != 0 || kcpHeader+int(data) > len(b) {
		return 0, false
	}
	return kcpHeader + int(data), true
}
