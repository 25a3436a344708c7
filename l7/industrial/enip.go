//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const enipHeader = 24 // CIP Networks Library, volume 2, encapsulation header

// ethernetIP recognises EtherNet/IP (ODVA, CIP Networks Library, volume 2) by the header of its encapsulation: a
// command, the length of the rest, a status, and options of zero.
func ethernetIP() l7.Proto {
	return l7.Proto{
		ID: categories.EthernetIP, On: l7.UDP, Ports: []uint16{44818}, Session: l7.Once(readENIP),
		Columns: enipColumns(), Min: enipHeader, Scratch: 2, First: enipCommands, Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			if len(b) < enipHeader || !enipStarts(b) || int(binary.LittleEndian.Uint16(b[2:]))+enipHeader != c.Length() {
				return l7.Reject
			}
			if _, there := c.Tally(); there == 0 && b[0] != 0x63 && !c.OnPort(44818) {
				return l7.More
			}
			return l7.Match
		},
		Samples: [][]byte{append([]byte("\x63\x00"), make([]byte, enipHeader-2)...)},
	}
}

func ethernetIPStream() l7.Proto {
	return l7.Proto{
		ID: categories.EthernetIP, On: l7.TCP, Ports: []uint16{44818}, Session: l7.Once(readENIP),
		Columns: enipColumns(), First: enipCommands, Probe: func(c *l7.Ctx) l7.Verdict {
			if !enipStarts(c.Data) {
				return l7.Reject
			}
			if c.Data[0] != 0x65 && !c.OnPort(44818) { // elsewhere a connection begins with its session
				return l7.Reject
			}
			need := enipHeader
			if len(c.Data) > 3 && c.Data[0] == 0x63 {
				need += min(int(binary.LittleEndian.Uint16(c.Data[2:])), 256)
			}
			return l7.AtLeast(c.Data, need, l7.Match)
		},
		Samples: [][]byte{[]byte("\x65\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x02\x03\x04\x05\x06\x07\x08" +
			"\x00\x00\x00\x00\x01\x00\x00\x00")},
	}
}

// enipCommands are ListServices, ListIdentity, ListInterfaces, RegisterSession, UnRegisterSession, SendRRData and
// SendUnitData.
var enipCommands = l7.Bytes(0x04, 0x63, 0x64, 0x65, 0x66, 0x6f, 0x70)

// enipStarts reports whether b starts as a message.
func enipStarts(b []byte) bool {
	const mostLength, status, options = 0x10, 8, 20
	if !enipCommands.Has(b[0]) || len(b) > 1 && b[1] != 0 || len(b) > 3 && b[3] > mostLength {
		return false
	}
	if len(b) >= 4 && b[0] == 0x65 && binary.LittleEndian.Uint16(b[2:]) != 4 {
		return false
	}
	for i := status + 1; i < min(len(b), enipHeader); i++ {
		if b[i] != 0 && (i < status+4 || i >= options) {
			return false
		}
	}
	return true
}

// cipIO recognises implicit messages of CIP: two items, a sequenced address and connected data, with a length that fits
// (ODVA, CIP Networks Library, volume 2, common packet format).
func cipIO() l7.Proto {
	const items, header = "\x02\x00\x02\x80\x08\x00", 18
	return l7.Proto{
		ID: categories.CIP, On: l7.UDP, Ports: []uint16{2222}, Min: header, First: l7.Bytes(2),
		Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			return l7.MatchIf(len(b) >= header && l7.Prefix(b, items) == l7.Match &&
				binary.LittleEndian.Uint16(b[14:]) == 0x00b1 &&
				int(binary.LittleEndian.Uint16(b[16:]))+header <= len(b))
		},
		Samples: [][]byte{[]byte(items + "\x78\x7b\x3a\x00\xe8\xcb\x5e\x04\xb1\x00\x02\x00\x03\x00")},
	}
}

// readENIP writes down the command, and the name of a device that says who it is (ListIdentity): a number of items,
// an item's type and length, and at a fixed place in it the length of the name and the name.
func readENIP(c *l7.Ctx) {
	const identity, place, most = 0x63, enipHeader + 2 + 4 + 32, 64
	b := c.Data
	if len(b) < enipHeader {
		return
	}
	m := l7.Record[EtherNetIP](c)
	if m.Command = binary.LittleEndian.Uint16(b); m.Command != identity || len(b) <= place {
		return
	}
	if n := int(b[place]); n <= most && place+1+n <= len(b) {
		m.Product = string(b[place+1 : place+1+n])
	}
}
