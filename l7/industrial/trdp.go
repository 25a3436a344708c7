//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const trdpHeader = 40 // IEC 61375-2-3, annex A, process data; that of message data is longer

// trdp recognises the Train Real-time Data Protocol (IEC 61375-2-3) by its header: a number, version 1, a type of two
// letters, and a length.
func trdp() l7.Proto {
	return l7.Proto{
		ID: categories.TRDP, On: l7.UDP, Ports: []uint16{17224, 17225}, Min: trdpHeader,
		Probe: func(c *l7.Ctx) l7.Verdict {
			return l7.MatchIf(len(c.Data) >= trdpHeader && trdpStarts(c.Data) &&
				binary.BigEndian.Uint32(c.Data[20:]) < 1<<16)
		},
		Samples: [][]byte{append([]byte("\x00\x00\x00\x00\x01\x00Mr\x00\x00\x03\xe9\x00\x00\x00\x00\x00\x00\x00\x00"+
			"\x00\x00\x00\x0d"), make([]byte, 108)...)},
	}
}

func trdpStream() l7.Proto {
	return l7.Proto{
		ID: categories.TRDP, On: l7.TCP, Ports: []uint16{17225}, Probe: func(c *l7.Ctx) l7.Verdict {
			if !trdpStarts(c.Data) {
				return l7.Reject
			}
			if len(c.Data) < trdpHeader {
				return l7.More
			}
			return l7.MatchIf(binary.BigEndian.Uint32(c.Data[20:]) < 1<<16)
		},
		Samples: [][]byte{append([]byte("\x00\x00\x00\x00\x01\x00Mr\x00\x00\x03\xe9"), make([]byte, 28)...)},
	}
}

// trdpStarts reports whether b starts as a message: Pd, Pp, Pr, Pe, Mn, Mr, Mp, Mq, Mc or Me.
func trdpStarts(b []byte) bool {
	if len(b) > 4 && b[4] != 1 || len(b) > 5 && b[5] > 1 {
		return false
	}
	if len(b) < 8 {
		return len(b) < 7 || b[6] == 'P' || b[6] == 'M'
	}
	switch binary.BigEndian.Uint16(b[6:]) {
	case 'P'<<8 | 'd', 'P'<<8 | 'p', 'P'<<8 | 'r', 'P'<<8 | 'e', 'M'<<8 | 'n', 'M'<<8 | 'r', 'M'<<8 | 'p',
		'M'<<8 | 'q', 'M'<<8 | 'c', 'M'<<8 | 'e':
		return true
	}
	return false
}
