//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const dnp3Header = 10 // IEEE 1815, data link layer

// dnp3 recognises DNP3 (IEEE 1815) by the header of its data link: two bytes to start, a length, control, both
// addresses and their CRC, which may be wrong on its port.
func dnp3() l7.Proto {
	return l7.Proto{
		ID: categories.DNP3, On: l7.TCP, Ports: []uint16{20000}, First: l7.Bytes(5), Session: l7.Once(readDNP3),
		Columns: dnp3Columns(), Probe: func(c *l7.Ctx) l7.Verdict {
			need := dnp3Header
			if len(c.Data) > 2 && c.Data[2] > dnp3Least+2 {
				need += 3 // to the function
			}
			if v := l7.AtLeast(c.Data, need, l7.Prefix(c.Data, "\x05\x64")); v != l7.Match {
				return v
			}
			return l7.MatchIf(dnp3Link(c.Data) || c.OnPort(20000) && c.Data[2] >= dnp3Least)
		},
		Samples: [][]byte{[]byte("\x05\x64\x08\xc4\x04\x00\x03\x00\xb4\xb8\xc0\xd7\x00\x7a\xce")},
	}
}

func dnp3Datagram() l7.Proto {
	p := dnp3()
	p.On, p.Min, p.Probe = l7.UDP, dnp3Header, func(c *l7.Ctx) l7.Verdict {
		return l7.MatchIf(len(c.Data) >= dnp3Header && l7.Prefix(c.Data, "\x05\x64") == l7.Match && dnp3Link(c.Data))
	}
	return p
}

const dnp3Least = 5 // what the length counts of the header

func dnp3Link(b []byte) bool {
	return b[2] >= dnp3Least && ^crcReflected(b[:8], 0, 0xa6bc) == binary.LittleEndian.Uint16(b[8:])
}

// readDNP3 writes down the addresses, and the function if the first fragment has it.
func readDNP3(c *l7.Ctx) {
	const function, first = dnp3Header + 2, 0x40
	b := c.Data
	if len(b) < dnp3Header {
		return
	}
	m := l7.Record[DNP3](c)
	m.Destination, m.Source = binary.LittleEndian.Uint16(b[4:]), binary.LittleEndian.Uint16(b[6:])
	if len(b) > function && b[2] > dnp3Least+2 && b[dnp3Header]&first != 0 {
		m.Function = b[function]
	}
}
