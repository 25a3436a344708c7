//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const knxHeader = 6 // ISO 22510

// knx recognises KNXnet/IP (ISO 22510) by its header: its own length, version 1.0, a service, and the length of all.
func knx() l7.Proto {
	return l7.Proto{
		ID: categories.KNXnetIP, On: l7.UDP, Ports: []uint16{3671}, Min: knxHeader + 2, First: l7.Bytes(knxHeader),
		EachDatagram: true,
		Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			return l7.MatchIf(len(b) >= knxHeader+2 && knxFrame(b) && int(binary.BigEndian.Uint16(b[4:])) == c.Length())
		},
		Samples: [][]byte{[]byte("\x06\x10\x02\x01\x00\x0e\x08\x01\xc0\xa8\x58\xe7\xa1\x7f")},
	}
}

func knxStream() l7.Proto {
	return l7.Proto{
		ID: categories.KNXnetIP, On: l7.TCP, Ports: []uint16{3671}, First: l7.Bytes(knxHeader),
		Probe: func(c *l7.Ctx) l7.Verdict {
			const wrapper = 0x50 // of KNX IP Secure; other bodies begin with a structure and its length
			b := c.Data
			if v := l7.AtLeast(b, knxHeader+1, l7.Prefix(b, "\x06\x10")); v != l7.Match {
				return v
			}
			return l7.MatchIf(knxFrame(b) && b[4] < 4 && (b[4] > 0 || b[5] > knxHeader) && (b[6] == 4 || b[6] == 6 ||
				b[6] == 8 || b[3] == wrapper))
		},
		Samples: [][]byte{[]byte("\x06\x10\x04\x23\x00\x0e\x04\x01\x02\x00\x06\x00\x10\x87")},
	}
}

func knxFrame(b []byte) bool {
	if b[0] != knxHeader || b[1] != 0x10 {
		return false
	}
	switch service := binary.BigEndian.Uint16(b[2:]); {
	case service >= 0x0201 && service <= 0x020c, service >= 0x0310 && service <= 0x0311, service >= 0x0420 &&
		service <= 0x0425,
		service >= 0x0530 && service <= 0x0533, service >= 0x0740 && service <= 0x0743, service >= 0x0950 &&
			service <= 0x0955:
		return true
	}
	return false
}
