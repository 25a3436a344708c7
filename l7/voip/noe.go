//go:build !nfstream_no_voip

package voip

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// noe returns the protocol between Alcatel-Lucent's phones and their server, UA over UDP.
func noe() l7.Proto {
	return l7.Proto{
		ID: categories.NOE, On: l7.UDP, Min: 1, First: bytesBetween(0, 7), Scratch: 6, FirstPayload: 2, Shape: true,
		Probe: probeNOE,
		Samples: l7.Samples("\x07\x00\x01\x00\x02\x06\x00\x00\x01\x02\x03\x04\x05", "\x07\x00\x02\x00\x01",
			"\x00\x00\x01\x00\x01\x01\x01\x02\x02\x05\xc0\x03\x01\x03\x04\x01\x0a"),
	}
}

// probeNOE recognises a connect request, and data of both sides with matching sequence numbers. A keep-alive and its
// acknowledgement have one byte each, so the pair is weak evidence.
func probeNOE(c *l7.Ctx) l7.Verdict {
	const connect, keepAlive, acknowledgement, data, header = 0, 4, 5, 7, 5
	b := c.Data
	switch other := c.First(1 - c.Dir); {
	case c.Length() == 1 && len(other) == 1 && b[0]+other[0] == keepAlive+acknowledgement && (b[0] == keepAlive ||
		b[0] == acknowledgement):
		return l7.Weak
	case c.Length() == 1 && (b[0] == keepAlive || b[0] == acknowledgement):
		return l7.More
	case b[0] == connect && isNOEConnect(b):
		return l7.Match
	case b[0] != data || len(b) < header || !fitsNOE(b[header:], c.Length()-header):
		return l7.Reject
	}
	s := c.Scratch()
	own, other := s[int(c.Dir&1)*3:][:3], s[int(1-c.Dir&1)*3:][:3]
	if other[0] > 0 && binary.BigEndian.Uint16(b[1:])-binary.BigEndian.Uint16(other[1:]) <= 4 {
		return l7.Match // it expects what the other side sent, or what comes next
	}
	own[0] = 1
	copy(own[1:], b[3:header])
	return l7.More
}

// fitsNOE reports whether messages follow, each with its length before it.
func fitsNOE(b []byte, length int) bool {
	for length > 0 {
		if len(b) < 2 {
			return false
		}
		size := 2 + int(binary.LittleEndian.Uint16(b))
		if size == 2 || size > length {
			return false
		}
		length, b = length-size, b[min(size, len(b)):]
	}
	return true
}

// isNOEConnect reports whether parameters, each with type and length, fill the datagram: the version, the sizes of window
// and datagrams, how often to send again and to keep alive.
func isNOEConnect(b []byte) bool {
	const least = 3
	n := 0
	for b = b[1:]; len(b) > 2; n++ {
		if int(b[0]) != n || b[1] == 0 || b[1] > 4 || int(b[1])+2 > len(b) {
			return false
		}
		b = b[2+int(b[1]):]
	}
	return len(b) == 0 && n >= least
}
