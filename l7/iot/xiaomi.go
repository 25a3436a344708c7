//go:build !nfstream_no_iot

package iot

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// xiaomi recognises miIO, by which Xiaomi's things are controlled in a LAN: a magic and the length of the datagram,
// then an identifier, a time and a digest (OpenMiHome, miIO binary protocol).
func xiaomi() l7.Proto {
	const header = 32
	return l7.Proto{
		ID: categories.Xiaomi, On: l7.UDP, Ports: []uint16{54321}, Min: header, First: l7.Bytes(0x21),
		Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			return l7.MatchIf(len(b) >= header && b[0] == 0x21 && b[1] == 0x31 &&
				int(binary.BigEndian.Uint16(b[2:])) == c.Length())
		},
		Samples: [][]byte{[]byte("\x21\x31\x00\x20\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
			"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")},
	}
}

// xiaomiPush recognises the connection of Xiaomi's telephones to the push service: a magic, a version, a length and a
// small number.
func xiaomiPush() l7.Proto {
	return l7.Proto{
		ID: categories.Xiaomi, On: l7.TCP, Ports: []uint16{5222, 443}, First: l7.Bytes(0xc2),
		Probe: func(c *l7.Ctx) l7.Verdict {
			switch v := l7.Prefix(c.Data, "\xc2\xfe\x00\x05\x00\x00"); {
			case v != l7.Match:
				return v
			case len(c.Data) > 6 && c.Data[6] > 0x0f, len(c.Data) > 8 && c.Data[8] != 0:
				return l7.Reject
			case len(c.Data) < 9:
				return l7.More
			}
			return l7.Match
		},
		Samples: [][]byte{[]byte("\xc2\xfe\x00\x05\x00\x00\x00\x36\x00\x02\x00\x16\x00\x00\x00\x18")},
	}
}
