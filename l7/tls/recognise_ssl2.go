package tls

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/l7"
)

// The first byte of an SSL 2.0 message of less than 1024 bytes.
const (
	ssl2Mask  = 0xfc
	ssl2First = 0x80
)

// probeSSL2 recognises a hello of SSL 2.0 by lengths that add up.
func probeSSL2(b []byte) l7.Verdict {
	const fixed = 2 + 11 // what the longer of the hellos begins with
	if len(b) < fixed {
		return maybe(len(b) < recordHeaderLength || isSSL2(b))
	}
	if !isSSL2(b) {
		return l7.Reject
	}
	length, at := ssl2Length(b), func(i int) int { return int(binary.BigEndian.Uint16(b[i:])) }
	if b[2] == ssl2ClientHello {
		specs, session, challenge := at(5), at(7), at(9)
		ok := specs > 0 && specs%3 == 0 && (session == 0 || session == 16) && challenge >= 16 && challenge <= 32
		return sure(ok && ssl2Shortest+specs+session+challenge == length)
	}
	version, certificate, specs, connection := at(5), at(7), at(9), at(11)
	ok := Version(version) == SSL20 && specs%3 == 0 && connection >= 16 && connection <= 32
	return sure(ok && 11+certificate+specs+connection == length)
}
