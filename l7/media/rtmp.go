//go:build !nfstream_no_media

package media

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const (
	portRTMP  = 1935
	rtmpFirst = 1 + 1536 // the length of either side's first message, with the version before it
)

// rtmp returns the Real-Time Messaging Protocol, plain or encrypted (Adobe's RTMP specification 1.0, section 5.2).
func rtmp() l7.Proto {
	return l7.Proto{
		ID: categories.RTMP, On: l7.TCP, Ports: []uint16{portRTMP}, First: l7.Bytes(3, 6), Probe: probeRTMP,
		Samples: l7.Samples("\x03\x00\x07\xaa\x57\x00\x00\x00\x00\xc4\xff\x95\xff\x1a\xff\xe3\xff",
			"\x03\x03\x3d\xd5\xb7\x00\x00\x00\x00\x00\x01\x00\x76\x00\xef\x00\x3c"),
	}
}

// probeRTMP takes the first message of a client on the port, or those of both sides, whole: the version, the time, and zeros or
// the version of a program, of four numbers. What follows them is random. A server's version may be any, as it answers a first
// message that is exactly as long as that of a client.
func probeRTMP(c *l7.Ctx) l7.Verdict {
	other := c.Other()
	switch v := isRTMP(c.Data, len(other) == rtmpFirst); {
	case v != l7.Match:
		return v
	case c.OnPort(portRTMP) && c.Begin,
		len(c.Data) >= rtmpFirst && len(other) >= rtmpFirst && isRTMP(other, len(c.Data) == rtmpFirst) == l7.Match:
		return l7.Match
	}
	return l7.More
}

func isRTMP(b []byte, answers bool) l7.Verdict {
	const version, random, flash, lastMajor, lastMinor = 5, 17, 0x80, 0x20, 3
	if len(b) > 0 && b[0] != 3 && b[0] != 6 {
		return l7.Reject
	}
	if len(b) < random {
		return l7.More
	}
	if player := b[version:]; player[0] != flash && player[0] > lastMajor || player[1] > lastMinor && !answers {
		return l7.Reject
	}
	for _, r := range b[9:random] {
		if r != b[9] {
			return l7.Match
		}
	}
	return l7.Reject
}
