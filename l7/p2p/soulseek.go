//go:build !nfstream_no_p2p

package p2p

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// soulseek returns the login of a client to the server, and the first message between clients (Nicotine+, Soulseek Protocol
// Documentation: server code 1, PeerInit).
func soulseek() l7.Proto {
	return l7.Proto{
		ID: categories.Soulseek, On: l7.TCP, Ports: []uint16{2242, 2234}, Next: [3]*l7.ByteSet{l7.Bytes(0, 1), l7.Bytes(0), l7.Bytes(0)},
		Probe: probeSoulseek,
		Samples: l7.Samples("\x40\x00\x00\x00\x01\x00\x00\x00\x05\x00\x00\x00alice\x03\x00\x00\x00abc\xa0\x00\x00\x00"+
			"\x20\x00\x00\x000123456789abcdef0123456789abcdef\x11\x00\x00\x00",
			"\x13\x00\x00\x00\x01\x05\x00\x00\x00alice\x01\x00\x00\x00P\x00\x00\x00\x00"),
	}
}

// The lengths in a message: of a text's length and a number, and of the longest texts.
const (
	word             = 4
	longestSoulseek  = 511
	shortestSoulseek = 1 + word + 1 + word + 1
)

// probeSoulseek reads a message whose parts fill it.
func probeSoulseek(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) > 4 && b[4] != 1 || len(b) > 1 && b[1] > longestSoulseek>>8 || len(b) > 2 && b[2] != 0 || len(b) > 3 && b[3] != 0 {
		return l7.Reject
	}
	if len(b) < 6 {
		return l7.More
	}
	size := int(binary.LittleEndian.Uint32(b))
	if size < shortestSoulseek {
		return l7.Reject
	}
	rest := b[word:min(len(b), word+size)]
	if b[5] == 0 && len(b) > 8 && b[6]|b[7] == 0 {
		return probeLogin(rest[word:], size-word)
	}
	return probePeer(rest[1:], size-1)
}

// probeLogin reads the name, the password, the version, a hash in hexadecimal and a number. left is how long they are.
func probeLogin(b []byte, left int) l7.Verdict {
	const hash, lastVersion = 32, 0xffff
	for range 2 {
		text, rest, v := soulseekText(b, left)
		if v != l7.Match {
			return v
		}
		left -= word + len(text)
		b = rest
	}
	if left != word+word+hash+word {
		return l7.Reject
	}
	if len(b) < left {
		return l7.More
	}
	if binary.LittleEndian.Uint32(b) > lastVersion || binary.LittleEndian.Uint32(b[word:]) != hash {
		return l7.Reject
	}
	for _, c := range b[word+word:][:hash] {
		if !isHex(c) {
			return l7.Reject
		}
	}
	return l7.Match
}

// probePeer reads the name, the type of the connection and a token.
func probePeer(b []byte, left int) l7.Verdict {
	text, rest, v := soulseekText(b, left)
	switch {
	case v != l7.Match:
		return v
	case left != word+len(text)+word+1+word:
		return l7.Reject
	case len(rest) < word+1:
		return l7.More
	}
	if kind := rest[word]; binary.LittleEndian.Uint32(rest) != 1 || kind != 'P' && kind != 'F' && kind != 'D' {
		return l7.Reject
	}
	return l7.Match
}

// soulseekText returns a text with its length before it, and what follows it. left is what the message has.
func soulseekText(b []byte, left int) (text, rest []byte, v l7.Verdict) {
	const longest = 128
	if len(b) < word {
		return nil, nil, l7.More
	}
	n := binary.LittleEndian.Uint32(b)
	switch {
	case n == 0 || n > longest || word+int(n) > left:
		return nil, nil, l7.Reject
	case len(b) < word+int(n):
		return nil, nil, l7.More
	}
	for _, c := range b[word:][:n] {
		if c < ' ' || c == 0x7f {
			return nil, nil, l7.Reject
		}
	}
	return b[word:][:n], b[word+n:], l7.Match
}
