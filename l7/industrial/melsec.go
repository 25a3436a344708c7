//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Frames of Mitsubishi's MC protocol in binary code (MELSEC Communication Protocol Reference Manual, SH-080008): a
// subheader, in 4E with a number, then network, station, the module's number, another station, and the length of the
// rest.
const (
	melsecRoute  = 7 // from the network to the length, 3E without subheader
	melsecHeader = 2 + melsecRoute
	melsecSerial = 4
)

// melsec recognises frames 3E and 4E (Mitsubishi SH-080008) over UDP, with a length that adds up.
func melsec() l7.Proto {
	return l7.Proto{
		ID: categories.MELSEC, On: l7.UDP, Ports: []uint16{5000, 5006}, Min: melsecHeader + 2, First: melsecFirst,
		Probe: func(c *l7.Ctx) l7.Verdict {
			if l7.Prefix(c.Data, melsecASCII[:]...) == l7.Match {
				return l7.Match
			}
			n := melsecLength(c.Data)
			return l7.MatchIf(n > 0 && n == c.Length())
		},
		Samples: l7.Samples(melsecRead, melsecASCII[0]+"00180010040100000D*0000000001"),
	}
}

// melsecRead is a request to read words.
const melsecRead = "\x50\x00\x00\xff\xff\x03\x00\x0c\x00\x10\x00\x01\x04\x00\x00\x64\x00\x00\xa8\x01\x00"

var melsecFirst = l7.Bytes(0x50, 0x54, 0xd0, 0xd4, melsecASCII[0][0], melsecASCII[1][0])

// melsecASCII are how a request and an answer of 3E to the station itself begin in ASCII code.
var melsecASCII = [...]string{"500000FF03FF00", "D00000FF03FF00"}

func melsecStream() l7.Proto {
	return l7.Proto{
		ID: categories.MELSEC, On: l7.TCP, Ports: []uint16{5001, 5002, 5007}, First: melsecFirst,
		Probe: func(c *l7.Ctx) l7.Verdict {
			b := c.Data
			if v := l7.Prefix(b, melsecASCII[:]...); v != l7.Reject {
				return v
			}
			switch {
			case b[0]&0x7b != 0x50, len(b) > 1 && b[1] != 0:
				return l7.Reject
			case len(b) < melsecHeader+melsecSerial+2:
				return l7.More
			}
			n := melsecLength(b)
			switch {
			case n == 0:
				return l7.Reject
			case len(b) < n:
				return l7.More
			}
			return l7.Match
		},
		Samples: l7.Samples(melsecRead, melsecASCII[0]+"00180010040100000D*0000000001"),
	}
}

// melsecLength returns the length of the frame that b begins with, 0 if there is none.
func melsecLength(b []byte) int {
	const most = 1 << 12
	if len(b) < melsecHeader+2 || b[0]&0x7b != 0x50 || b[1] != 0 {
		return 0
	}
	at := 2
	if b[0]&0x04 != 0 {
		at += melsecSerial
	}
	if len(b) < at+melsecRoute+2 || b[at] > 239 && b[at] != 0xfe || b[at+3] != 0x03 || b[at+2] != 0xff && b[at+2] < 0xd0 {
		return 0
	}
	n := int(binary.LittleEndian.Uint16(b[at+5:]))
	if n < 2 || n > most {
		return 0
	}
	return at + melsecRoute + n
}
