//go:build !nfstream_no_media

package media

import (
	"bytes"
	"encoding/binary"

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
		Session: l7.Begins(longestRTMP, readRTMP), Columns: rtmpColumns(),
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

// longestRTMP bounds how much of a client is read: the messages that begin, and the command "connect".
const longestRTMP = 2*rtmpFirst + 1024

// readRTMP reads the command that connects to an application, the first message of a client after the two that begin: chunks
// with a header, of 128 bytes each at first, with a byte before each further one (sections 5.3.1 and 7.2.1.1).
func readRTMP(c *l7.Ctx, b []byte) (done bool) {
	const plain, at, header, chunk, kind, command = 3, 2*rtmpFirst - 1, 12, 128, 7, 20
	if b[0] != plain || len(b) < at+header {
		return b[0] != plain
	}
	size := int(b[at+4])<<16 | int(binary.BigEndian.Uint16(b[at+5:]))
	if b[at]>>6 != 0 || b[at+kind] != command {
		return false // the server's
	}
	rest := b[at+header:]
	var message []byte
	for len(message) < size && len(rest) > 0 {
		n := min(chunk, size-len(message), len(rest))
		message, rest = append(message, rest[:n]...), rest[n:]
		rest = rest[min(1, len(rest)):]
	}
	if len(message) < size && len(b) < longestRTMP || l7.Prefix(message, "\x02\x00\x07connect") != l7.Match {
		return len(message) >= size
	}
	r := l7.Record[RTMP](c)
	r.App, r.URL = amfText(message, "\x00\x03app\x02"), amfText(message, "\x00\x05tcUrl\x02")
	return true
}

// amfText returns the text that follows a name with its length and the type of texts (AMF 0, section 2.4).
func amfText(b []byte, name string) string {
	_, b, ok := bytes.Cut(b, []byte(name))
	if !ok || len(b) < 2 {
		return ""
	}
	return textOf(b[2:min(len(b), 2+int(binary.BigEndian.Uint16(b)))])
}
