//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const (
	someIPHeader = 16 // AUTOSAR, SOME/IP Protocol Specification
	someIPOuter  = 8  // what the length does not count
)

// someIP recognises SOME/IP (AUTOSAR, SOME/IP Protocol Specification) by messages that fill the datagram: service and
// method, a length, a client and a session, version 1, a type, and a code. Over TCP, the other side has to speak of the
// same method but on the usual ports.
func someIP() l7.Proto {
	return l7.Proto{
		ID: categories.SOMEIP, On: l7.UDP, Ports: []uint16{30490}, Min: someIPHeader, Session: l7.Once(readSomeIP),
		Columns: someipColumns(), Probe: func(c *l7.Ctx) l7.Verdict {
			for b := c.Data; len(b) > 0; {
				n := someIPMessage(b)
				if n == 0 || n > len(b) {
					return l7.Reject
				}
				b = b[n:]
			}
			return l7.Match
		},
		Samples: [][]byte{[]byte(someIPCall)},
	}
}

// someIPCall calls a method.
const someIPCall = "\x12\x34\x00\x08\x00\x00\x00\x11\x00\x00\x00\x01\x01\x01\x00\x00\x00\x00\x00\x05\xab\xab\xab\xab\xab"

func someIPStream() l7.Proto {
	return l7.Proto{
		ID: categories.SOMEIP, On: l7.TCP, Ports: []uint16{30490, 30491, 30501}, Session: l7.Once(readSomeIP),
		Columns: someipColumns(), Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			switch {
			case len(b) > 4 && b[4] != 0, len(b) > 12 && b[12] != 1:
				return l7.Reject
			case len(b) < someIPHeader:
				return l7.More
			}
			n := someIPMessage(b)
			switch {
			case n == 0 || n > l7.MaxPrefix:
				return l7.Reject
			case len(b) < n:
				return l7.More
			}
			if len(b) > n && !someIPFollows(b[n:]) {
				return l7.Reject
			}
			if c.OnPort(30490) || c.OnPort(30491) || c.OnPort(30501) || someIPMessage(c.Other()) > 0 &&
				string(c.Other()[:4]) == string(b[:4]) {
				return l7.Match
			}
			return l7.More
		},
		Samples: [][]byte{[]byte(someIPCall)},
	}
}

// someIPFollows reports whether another message may begin with b.
func someIPFollows(b []byte) bool { return len(b) < someIPHeader || someIPMessage(b) > 0 }

// someIPMessage returns the length of the message that b begins with, 0 if there is none.
func someIPMessage(b []byte) int {
	const version, segmented, codes = 1, 0x20, 0x5e
	if len(b) < someIPHeader || b[12] != version || b[15] > codes {
		return 0
	}
	switch b[14] &^ segmented {
	case 0x00, 0x01, 0x02, 0x40, 0x41, 0x42, 0x80, 0x81, 0xc0, 0xc1:
	default:
		return 0
	}
	n := binary.BigEndian.Uint32(b[4:])
	if n < someIPHeader-someIPOuter || n > 1<<16 || binary.BigEndian.Uint32(b) == 0 {
		return 0
	}
	return int(n) + someIPOuter
}

// readSomeIP writes down what the first message is for.
func readSomeIP(c *l7.Ctx) {
	if len(c.Data) >= 4 {
		m := l7.Record[SOMEIP](c)
		m.Service, m.Method = binary.BigEndian.Uint16(c.Data), binary.BigEndian.Uint16(c.Data[2:])
	}
}
