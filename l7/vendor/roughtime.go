//go:build !nfstream_no_vendor

package vendor

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// roughtime recognises Roughtime by the word before a message (draft-ietf-ntp-roughtime, section 5), or, in Google's first
// version, by a number of tags, offsets that go up, and the tags, of which one is that of a nonce or of a signature.
func roughtime() l7.Proto {
	return l7.Proto{
		ID: categories.Roughtime, On: l7.UDP, Ports: []uint16{2002}, Min: 16, Probe: probeRoughtime,
		First:   l7.Bytes('R', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
		Samples: [][]byte{[]byte("ROUGHTIM\x04\x00\x00\x00abcd"), []byte("\x02\x00\x00\x00\x40\x00\x00\x00NONCPAD\xff")},
	}
}

func probeRoughtime(c *l7.Ctx) l7.Verdict {
	const mostTags = 10
	b := c.Data
	switch {
	case len(b) < 16:
		return l7.Reject
	case l7.Magic(b, "ROUGHTIM") == l7.Match:
		return l7.Match
	}
	tags := binary.LittleEndian.Uint32(b)
	if tags == 0 || tags > mostTags || int(8*tags) > len(b) {
		return l7.Reject
	}
	names := b[4*tags : 8*tags]
	return matchIf(bytes.Contains(names, []byte("NONC")) || bytes.Contains(names, []byte("SIG\x00")) && bytes.Contains(names, []byte("SREP")))
}
