//go:build !nfstream_no_iot

package iot

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Tuya's local protocol: a prefix, and an end; between them a number, a command and the length of the rest. Version 3.5
// has other ones.
const (
	tuyaPrefix, tuyaEnd     = 0x000055aa, 0x0000aa55
	tuyaPrefix35, tuyaEnd35 = 0x00006699, 0x00009966
	tuyaHeader              = 16
)

// tuya recognises Tuya's local protocol (TuyAPI and TinyTuya, protocol notes) by a prefix with its end or length.
func tuya() l7.Proto {
	return l7.Proto{
		ID: categories.TuyaLP, On: l7.UDP, Ports: []uint16{6666, 6667}, Min: tuyaHeader + 8, First: l7.Bytes(0),
		Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			if len(b) < tuyaHeader+8 {
				return l7.Reject
			}
			end := binary.BigEndian.Uint32(b[len(b)-4:])
			switch binary.BigEndian.Uint32(b) {
			case tuyaPrefix:
				return l7.MatchIf(end == tuyaEnd || int(binary.BigEndian.Uint32(b[12:]))+tuyaHeader == len(b))
			case tuyaPrefix35:
				return l7.MatchIf(end == tuyaEnd35)
			}
			return l7.Reject
		},
		Samples: [][]byte{[]byte("\x00\x00\x55\xaa\x00\x00\x00\x00\x00\x00\x00\x13\x00\x00\x00\x08abcd\x00\x00\xaa\x55")},
	}
}

func tuyaStream() l7.Proto {
	return l7.Proto{
		ID: categories.TuyaLP, On: l7.TCP, Ports: []uint16{6668}, First: l7.Bytes(0), Probe: probeTuyaStream,
		Samples: [][]byte{[]byte("\x00\x00\x55\xaa\x00\x00\x00\x01\x00\x00\x00\x0a\x00\x00\x00\x08abcd\x00\x00\xaa\x55")},
	}
}

func probeTuyaStream(c *l7.Ctx) l7.Verdict {
	const commands = 0x40
	b := c.Data
	if v := max(l7.Prefix(b, "\x00\x00\x55\xaa\x00"), l7.Prefix(b, "\x00\x00\x66\x99\x00")); v != l7.Match {
		return v
	}
	if len(b) < tuyaHeader {
		return l7.More
	}
	if b[2] == 0x66 {
		return l7.Match
	}
	return l7.MatchIf(binary.BigEndian.Uint32(b[8:]) < commands && binary.BigEndian.Uint32(b[12:]) < 1<<16)
}
