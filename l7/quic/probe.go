package quic

import (
	"crypto/aes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const (
	minDatagram = 1200 // of a client's first packets (RFC 9000, section 14.1)
	minHeader   = 7    // first byte, version, two lengths
)

// Protos returns QUIC, of the standard (RFC 9000; RFC 9001; RFC 9369), its drafts, and Google's (Google, QUIC Wire
// Layout).
func Protos() []l7.Proto {
	return []l7.Proto{{
		ID: categories.QUIC, On: l7.UDP, EachDatagram: true,
		Ports: []uint16{443, 80, 784, 853, 4433, 8853, 8443},
		Min:   minHeader, Scratch: 2 * keptShort,
		Probe: probe, Session: newSession, Columns: columns(),
		Samples: [][]byte{
			[]byte("\xc3\x00\x00\x00\x01\x08abcdefgh\x00\x00\x200123456789abcdef0123456789abcdef"), // an Initial
			[]byte("\x80\x00\x00\x00\x00\x00\x08abcdefgh\x00\x00\x00\x01"),                         // versions of a server
			[]byte("\x0912345678Q043\x010123456789abcdef"),                                         // Google's
		},
	}}
}

func probe(c *l7.Ctx) l7.Verdict {
	b := c.Data
	ok := false
	if b[0]&longBit != 0 {
		ok = isLong(b)
	} else if _, err := ParseGoogle(b); err == nil {
		ok = true
	} else {
		ok = isGoogleLater(b)
	}
	if ok {
		return l7.Match
	}
	return probeShort(c)
}

// isLong recognises a packet with a long header, and what follows it in the datagram.
func isLong(b []byte) bool {
	h, rest, err := ParseHeader(b)
	if err != nil || len(h.DCID) > MaxConnectionID || len(h.SCID) > MaxConnectionID {
		return false
	}
	switch h.Type {
	case Negotiation:
		return h.listsKnown()
	case Opaque:
		return h.Version.IsReserved() && len(h.DCID) >= 8 && len(b) >= minDatagram
	}
	if b[0]&fixedBit == 0 && h.Version != Q046 {
		return false // no client begins so
	}
	switch h.Type {
	case Retry:
		return len(h.Token) > 0
	case Initial, ZeroRTT, Handshake:
		return len(h.Packet) >= h.number+sampleOffset+aes.BlockSize || h.Version == Q046 && len(rest) == 0
	}
	return false
}

// listsKnown reports whether one of the versions is known, as is so of each server that this package can read.
func (h *Header) listsKnown() bool {
	for v := range h.Versions() {
		if v.Known() || v.Draft() > 0 {
			return true
		}
	}
	return false
}
