//go:build !nfstream_no_mining

package mining

import (
	"bytes"
	"encoding/binary"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const portEthereum = 30303

// discv4 returns the discovery of Ethereum's nodes (devp2p, Node Discovery Protocol v4).
func discv4() l7.Proto {
	signed := strings.Repeat("0123456789abcdef", 6)
	return l7.Proto{
		ID: categories.Ethereum, On: l7.UDP, Ports: []uint16{portEthereum}, Min: discv4Header + 2, Probe: probeDiscv4,
		Samples: l7.Samples(signed+"\x00\x01\xdc\x04\xcb\x84\xc0\x00\x02\x01\x82\x76\x5f\x82\x76\x5f\xc9"+
			"\x84\xc0\x00\x02\x02\x82\x76\x5f\x80\x84\x60\x00\x00\x00",
			signed+"\x01\x03\xf8\x47\xb8\x40"+signed[:64]+"\x84\x60\x00\x00\x00"),
	}
}

// discv4Header is the length of the hash, the signature and the type. The last byte of the signature is 0 or 1.
const discv4Header = 32 + 65 + 1

// probeDiscv4 recognises a packet by its type and its data, a list with the elements of that type.
func probeDiscv4(c *l7.Ctx) l7.Verdict {
	b := c.Data
	const mostZeros = 8 // of a hash and a signature
	if len(b) < discv4Header+2 || b[discv4Header-2] > 1 || bytes.Count(b[:discv4Header-2], []byte{0}) > mostZeros ||
		!elementsFit(b[discv4Header-1], b[discv4Header:], c.Length()-discv4Header) {
		return l7.Reject
	}
	return l7.Match
}

// What begins an element of RLP (Ethereum Yellow Paper, appendix B).
const (
	rlpString = 0x80
	rlpList   = 0xc0
	rlpLong   = 55 // lengths above have a length of their own
)

// elementsFit reports whether data, of length bytes in all, is a list as a packet of the type has it.
func elementsFit(kind uint8, data []byte, length int) bool {
	const ping, pong, findNode, neighbors, enrRequest, enrResponse = 1, 2, 3, 4, 5, 6
	header, size := rlpHeader(data)
	if data[0] < rlpList || size < 0 || header+size != length || len(data) <= header+1 {
		return false
	}
	first := data[header]
	switch kind {
	case ping: // the version, 4 or near it, then two end points
		return 3 <= first && first <= 5 && data[header+1] > rlpList
	case pong: // the end point, then a hash
		return first > rlpList && first < rlpList+rlpLong
	case findNode: // a public key of 64 bytes
		return first == rlpString+rlpLong+1 && data[header+1] == 64
	case neighbors: // a list of nodes
		return first >= rlpList && size > 4
	case enrRequest: // the time when it expires
		return size == 5 && first == rlpString+4
	case enrResponse: // a hash, then a record
		return first == rlpString+32
	}
	return false
}

// rlpHeader returns the lengths of the header and of the content of an element, a negative one where it is too long.
func rlpHeader(b []byte) (header, size int) {
	base := int(b[0]) &^ 0x3f
	switch short := int(b[0]) - base; {
	case short <= rlpLong:
		return 1, short
	case short == rlpLong+1 && len(b) > 1:
		return 2, int(b[1])
	case short == rlpLong+2 && len(b) > 2:
		return 3, int(binary.BigEndian.Uint16(b[1:]))
	}
	return 0, -1
}

// rlpx returns the handshake of Ethereum's nodes on TCP (devp2p, The RLPx Transport Protocol).
func rlpx() l7.Proto {
	auth := "\x01\x50\x04" + strings.Repeat("0123456789abcdef", 21)[1:]
	return l7.Proto{
		ID: categories.Ethereum, On: l7.TCP, Ports: []uint16{portEthereum}, First: l7.Bytes(1, 2), Probe: probeRLPx,
		Samples: l7.Samples(auth, auth),
	}
}

// probeRLPx recognises two messages, or one on the port. A message begins with its length and an uncompressed public
// key (EIP-8). The recipient's message follows the end of the initiator's.
func probeRLPx(c *l7.Ctx) l7.Verdict {
	switch v := isAuth(c.Data); {
	case v != l7.Match:
		return v
	case c.OnPort(portEthereum), isAuth(c.Other()) == l7.Match:
		return l7.Match
	}
	return l7.More
}

func isAuth(b []byte) l7.Verdict {
	const (
		header, uncompressed = 2, 4
		shortest, longest    = 300, 700 // what the padding of 100 to 300 bytes makes of 194 and 100 more
	)
	if len(b) < header+1 {
		if len(b) > 0 && (b[0] == 0 || b[0] > longest>>8) {
			return l7.Reject
		}
		return l7.More
	}
	size := int(binary.BigEndian.Uint16(b))
	switch {
	case size < shortest || size > longest || b[header] != uncompressed || len(b) > header+size:
		return l7.Reject
	case len(b) < header+size:
		return l7.More
	}
	return l7.Match
}
