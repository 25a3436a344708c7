//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const (
	dlmsPort    = 4059
	hdlcFlag    = 0x7e
	dlmsWrapper = 8
)

// dlms recognises DLMS/COSEM (IEC 62056) in frames of HDLC, by a format, a length and a checksum (IEC 62056-46), and,
// on its port, in the wrapper of version 1 (IEC 62056-47).
func dlms() l7.Proto {
	return l7.Proto{
		ID: categories.IEC62056, On: l7.TCP, Ports: []uint16{dlmsPort, 4060}, First: l7.Bytes(hdlcFlag, 0),
		Probe: probeDLMS,
		Samples: [][]byte{[]byte("\x7e\xa0\x07\x03\x21\x93\x0f\x01\x7e"),
			[]byte("\x00\x01\x00\x10\x00\x01\x00\x1f\x60\x1d")},
	}
}

func dlmsDatagram() l7.Proto {
	p := dlms()
	p.On, p.Min, p.Probe = l7.UDP, 9, func(c *l7.Ctx) l7.Verdict {
		return l7.MatchIf(len(c.Data) >= 9 &&
			probeDLMS(c) == l7.Match)
	}
	return p
}

func probeDLMS(c *l7.Ctx) l7.Verdict {
	const least = 9
	b := c.Data
	switch {
	case b[0] == 0 && c.OnPort(dlmsPort):
		return dlmsWrapped(b)
	case b[0] != hdlcFlag, len(b) > 1 && b[1]&0xf0 != 0xa0:
		return l7.Reject
	case len(b) < 3:
		return l7.More
	}
	n := int(binary.BigEndian.Uint16(b[1:])&0x7ff) + 2 // the flags are not counted
	switch {
	case n < least:
		return l7.Reject
	case len(b) < n:
		return l7.More
	}
	return l7.MatchIf(b[n-1] == hdlcFlag && ^crcReflected(b[1:n-3], 0xffff,
		0x8408) == binary.LittleEndian.Uint16(b[n-3:]))
}

// dlmsWrapped judges the wrapper: a version, two ports, a length, and the first byte of an APDU.
func dlmsWrapped(b []byte) l7.Verdict {
	switch {
	case len(b) > 1 && b[1] != 1, len(b) > 6 && b[6] > 0x10, len(b) > dlmsWrapper && b[dlmsWrapper] < 0x01:
		return l7.Reject
	}
	return l7.AtLeast(b, dlmsWrapper+1, l7.Match)
}
