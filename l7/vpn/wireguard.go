//go:build !nfstream_no_vpn

package vpn

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Types of messages of WireGuard, in the first byte; three zeroes follow (WireGuard: Next Generation Kernel Network
// Tunnel, section 5.4).
const (
	wireguardInitiation = 1 + iota
	wireguardResponse
	wireguardCookie
	wireguardData
)

// Their lengths. That of data is the least, and a multiple of 16.
const (
	wireguardInitiationLength = 148
	wireguardResponseLength   = 92
	wireguardCookieLength     = 64
	wireguardDataLength       = 32
)

// wireguard recognises WireGuard (Donenfeld, WireGuard: Next Generation Kernel Network Tunnel) by an initiation, by a
// response to one, which names its index, or by data of one receiver with a counter that goes up. Variants that pad
// messages are recognised by the response.
func wireguard() l7.Proto {
	return l7.Proto{
		ID: categories.WireGuard, On: l7.UDP, Ports: []uint16{51820}, Min: wireguardDataLength,
		First: l7.Bytes(wireguardInitiation, wireguardResponse, wireguardCookie, wireguardData), EachDatagram: true,
		Scratch: 2 * 8, Probe: probeWireGuard,
		Samples: [][]byte{
			append([]byte("\x01\x00\x00\x00sendthis key is of thirty-two bytes"), make([]byte,
				wireguardInitiationLength-40)...),
			[]byte("\x04\x00\x00\x00abcd\x01\x00\x00\x00\x00\x00\x00\x00abcdefghijklmnop"),
			[]byte("\x04\x00\x00\x00ABCD\x02\x00\x00\x00\x00\x00\x00\x00abcdefghijklmnop"),
		},
	}
}

func probeWireGuard(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if b[0] == 0 || b[0] > wireguardData || len(b) < wireguardDataLength || b[1]|b[2]|b[3] != 0 {
		return l7.Reject
	}
	// The last index and counter of a direction, and the other's.
	kept := c.Scratch()
	own, other := kept[8*int(c.Dir&1):], kept[8*(1-int(c.Dir&1)):]
	known := binary.LittleEndian.Uint32(other) != 0
	switch b[0] {
	case wireguardInitiation:
		if c.Length() == wireguardInitiationLength && bytes.Count(b[8:40], []byte{0}) < 8 { // the key is random
			return l7.Match
		}
	case wireguardResponse:
		if known && len(b) >= wireguardResponseLength && string(b[8:12]) == string(other[:4]) {
			return l7.Match
		}
	case wireguardCookie:
		if known && c.Length() == wireguardCookieLength && string(b[4:8]) == string(other[:4]) {
			return l7.Match
		}
		return l7.Reject
	case wireguardData:
		return probeWireGuardData(c, own, other)
	}
	copy(own[:4], b[4:8])
	return l7.More
}

// probeWireGuardData judges data by what came before it, in its direction and in the other.
func probeWireGuardData(c *l7.Ctx, own, other []byte) l7.Verdict {
	const later = 1 << 16
	b := c.Data
	if c.Length()%16 != 0 || binary.LittleEndian.Uint32(b[12:]) != 0 || binary.LittleEndian.Uint32(b[4:]) == 0 {
		return l7.Reject
	}
	counter, before := binary.LittleEndian.Uint32(b[8:]), binary.LittleEndian.Uint32(own[4:])
	again := string(b[4:8]) == string(own[:4]) && counter-before < later && counter != before
	answered := other[7] != 0 || binary.LittleEndian.Uint32(other) != 0
	copy(own[:8], b[4:12])
	if again || answered {
		return l7.Match
	}
	return l7.Weak
}
