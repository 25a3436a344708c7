//go:build !nfstream_no_iot

package iot

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const tplinkKey = 171 // each byte is encrypted by the one before it (softScheck, Reverse engineering the TP-Link HS110)

// tplink recognises the Smart Home Protocol of TP-Link (SoftScheck, Reverse engineering the TP-Link HS110): an object
// of JSON, encrypted.
func tplink() l7.Proto {
	return l7.Proto{
		ID: categories.TPLinkSHP, On: l7.UDP, Ports: []uint16{9999}, Min: 12, First: l7.Bytes('{' ^ tplinkKey),
		EachDatagram: true,
		Session:      l7.Once(func(c *l7.Ctx) { readTPLink(c, c.Data) }), Columns: tplinkColumns(),
		Probe: func(c *l7.Ctx) l7.Verdict {
			return l7.MatchIf(len(c.Data) >= 12 && tplinkObject(c.Data))
		},
		Samples: [][]byte{tplinkEncrypt(`{"system":{"get_sysinfo":{}}}`)},
	}
}

// tplinkStream recognises it over TCP, after a length.
func tplinkStream() l7.Proto {
	return l7.Proto{
		ID: categories.TPLinkSHP, On: l7.TCP, Ports: []uint16{9999}, First: l7.Bytes(0), Probe: probeTPLinkStream,
		Session: l7.Once(readTPLinkStream), Columns: tplinkColumns(),
		Samples: [][]byte{append([]byte{0, 0, 0, 29}, tplinkEncrypt(`{"system":{"get_sysinfo":{}}}`)...)},
	}
}

func probeTPLinkStream(c *l7.Ctx) l7.Verdict {
	const length, enough = 4, 16
	b := c.Data
	switch {
	case b[0] != 0, len(b) > 1 && b[1] != 0, len(b) > length && !tplinkObject(b[length:]):
		return l7.Reject
	case len(b) < length+enough:
		return l7.More
	}
	n := binary.BigEndian.Uint32(b)
	if n < enough-4 {
		return l7.Reject
	}
	if len(b) < length+int(min(n, tplinkKept)) {
		return l7.More
	}
	return l7.Match
}

// tplinkObject reports whether b, decrypted, is the start of an object, in printable characters.
func tplinkObject(b []byte) bool {
	key := byte(tplinkKey)
	for i, x := range b[:min(len(b), 64)] {
		plain := x ^ key
		if plain < ' ' || plain > '~' || i == 0 && plain != '{' || i == 1 && plain != '"' {
			return false
		}
		key = x
	}
	return true
}

func tplinkEncrypt(text string) []byte {
	b, key := []byte(text), byte(tplinkKey)
	for i := range b {
		b[i] ^= key
		key = b[i]
	}
	return b
}

const tplinkKept = 256 // bytes of a message

// readTPLinkStream writes down the start of the message that follows a length.
func readTPLinkStream(c *l7.Ctx) {
	const length = 4
	if len(c.Data) > length {
		n := min(uint64(binary.BigEndian.Uint32(c.Data)), uint64(len(c.Data)-length))
		readTPLink(c, c.Data[length:length+int(n)])
	}
}

// readTPLink writes down the start of a message.
func readTPLink(c *l7.Ctx, b []byte) {
	plain, key := make([]byte, min(len(b), tplinkKept)), byte(tplinkKey)
	for i := range plain {
		plain[i] = b[i] ^ key
		key = b[i]
	}
	l7.Record[TPLink](c).Message = string(plain)
}
