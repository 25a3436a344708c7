package files

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// rx is RX, on which AFS runs (Andrew File System, "RX protocol specification", packet header): both sides name the same
// connection, call and service, and one of them says that it has made the connection.
func rx() l7.Proto {
	return l7.Proto{
		ID: categories.RX, On: l7.UDP, Ports: []uint16{7000, 7001, 7002, 7003}, Min: rxHeader, Probe: probeRX,
		Scratch: 1 + rxHeader,
		Samples: l7.Samples("\x57\x0f\xb5\x60\x5c\x3f\xc9\x88\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x01"+
			"\x05\x00\x00\x00\x00\x00\x49\x00\x00\x01\xf8",
			"\x57\x0f\xb5\x60\x5c\x3f\xc9\x88\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x01\x04\x00\x00\x00\x00"+
				"\x00\x49\x00\x00\x00\x01"),
	}
}

const rxHeader = 28

func probeRX(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < rxHeader || !rxLike(b) {
		return l7.Reject
	}
	kept := c.Scratch() // the direction, counted from 1, and a header
	if other := kept[1 : 1+rxHeader]; kept[0] == 2-c.Dir && string(other[:12]) == string(b[:12]) &&
		string(other[26:]) == string(b[26:rxHeader]) &&
		(b[21]^other[21])&1 != 0 {
		return l7.Match
	}
	kept[0] = c.Dir + 1
	copy(kept[1:], b[:rxHeader])
	return l7.More
}

// rxLike reports whether type, flags, status and security of a packet are plausible.
func rxLike(b []byte) bool {
	return b[20] >= 1 && b[20] <= 13 && b[21] < 0x40 && b[22] == 0 && b[23] <= 4
}
