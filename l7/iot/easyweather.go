//go:build !nfstream_no_iot

package iot

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// easyWeather recognises the broadcasts of weather stations (Fine Offset, GW1000 data exchange protocol): a header, a
// command, the length from the command on, and a sum of the bytes from there to it.
func easyWeather() l7.Proto {
	return l7.Proto{
		ID: categories.EasyWeather, On: l7.UDP, Ports: []uint16{46000, 59387}, Min: 6, First: l7.Bytes(0xff),
		Probe:   probeEasyWeather,
		Samples: [][]byte{[]byte("\xff\xff\x12\x00\x0dabcdefghi\xac")},
	}
}

func probeEasyWeather(c *l7.Ctx) l7.Verdict {
	const header, broadcast = 2, 0x12
	b := c.Data
	if len(b) < 6 || b[0] != 0xff || b[1] != 0xff || b[2] < 0x11 || b[2] > 0x70 {
		return l7.Reject
	}
	if int(binary.BigEndian.Uint16(b[3:]))+header != len(b) && (int(b[3])+header != len(b) || b[2] == broadcast) {
		return l7.Reject
	}
	sum := byte(0)
	for _, x := range b[header : len(b)-1] {
		sum += x
	}
	return l7.MatchIf(sum == b[len(b)-1])
}
