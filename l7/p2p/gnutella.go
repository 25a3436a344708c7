//go:build !nfstream_no_p2p

package p2p

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/lines"
)

// gnutella returns the handshake of servents (Gnutella 0.6, section 2.1; its lines are those of Gnutella2 too), and the
// line that offers a file to who asked for it by a push request (section 3.4).
func gnutella() l7.Proto {
	return l7.Proto{
		ID: categories.Gnutella, On: l7.TCP, Ports: []uint16{6346, 6347}, First: l7.Bytes('G'),
		Probe: func(c *l7.Ctx) l7.Verdict {
			if v := l7.Prefix(c.Data, "GNUTELLA CONNECT/0.", "GNUTELLA/0."); v != l7.Reject {
				return v
			}
			return probeGIV(c.Data)
		},
		Session: l7.Begins(longestHello, readServent),
		Samples: l7.Samples("GNUTELLA CONNECT/0.6\r\nUser-Agent: a\r\n\r\n", "GNUTELLA/0.6 200 OK\r\n\r\n",
			"GIV 5:0123456789ABCDEF0123456789ABCDEF/a\n\n"),
	}
}

// longestHello bounds the first message that is read.
const longestHello = 1024

// readServent reads the programs of both sides.
func readServent(c *l7.Ctx, b []byte) (done bool) {
	head, _, whole := bytes.Cut(b, []byte("\r\n\r\n"))
	if !whole && len(b) < longestHello {
		return false
	}
	program := lines.Field(head, "USER-AGENT")
	if m := c.Metadata(); c.Dir == 0 {
		m.ClientText = string(program)
	} else {
		m.ServerText = string(program)
	}
	return c.Dir == 1 || l7.Prefix(b, "GIV") == l7.Match
}

// probeGIV recognises "GIV <index>:<servent in hexadecimal>/".
func probeGIV(b []byte) l7.Verdict {
	const servent, mostDigits = 32, 10
	if v := l7.Prefix(b, "GIV "); v != l7.Match {
		return v
	}
	i := len("GIV ")
	for ; i < len(b) && '0' <= b[i] && b[i] <= '9'; i++ {
		if i == len("GIV ")+mostDigits {
			return l7.Reject
		}
	}
	for n := 0; n < servent+2; n++ {
		switch {
		case i+n >= len(b):
			return l7.More
		case n == 0 && b[i] == ':', n == servent+1 && b[i+n] == '/':
		case n == 0 || n == servent+1 || !isHex(b[i+n]):
			return l7.Reject
		}
	}
	return l7.Match
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

// gnutellaDatagram returns the messages of Gnutella in datagrams (Gnutella 0.6, section 2.2), and those of Gnutella2.
func gnutellaDatagram() l7.Proto {
	return l7.Proto{
		ID: categories.Gnutella, On: l7.UDP, Ports: []uint16{6346, 6347}, Min: g2Header, Probe: probeGnutellaDatagram,
		Samples: l7.Samples("0123456789abcdef\x00\x01\x00\x05\x00\x00\x00\xc3\x81DH\x40",
			"0123456789abcdef\x31\x01\x00\x08\x00\x00\x00BEAR\x07\x00\x01\x00", "GND\x02\x00\x01\x01\x01\x10\x00PI"),
	}
}

// The types of messages.
const (
	ping, pong, push, mojito, query, hits = 0x00, 0x01, 0x40, 0x44, 0x80, 0x81
	vendor, standard                      = 0x31, 0x32
)

const (
	gnutellaHeader = 23
	g2Header       = 8
)

// probeGnutellaDatagram recognises a message by its identifier, type, hops and length.
func probeGnutellaDatagram(c *l7.Ctx) l7.Verdict {
	b, length := c.Data, c.Length()
	switch {
	case len(b) >= g2Header && (string(b[:3]) == "GND" || string(b[:3]) == "GTA"):
		return probeG2(b, length)
	case len(b) < gnutellaHeader || uint64(binary.LittleEndian.Uint32(b[19:])) != uint64(length-gnutellaHeader):
		return l7.Reject
	}
	kind, ttl, hops, payload := b[16], b[17], b[18], b[gnutellaHeader:]
	const most = 16
	if ttl > most || hops > most || kind <= pong && ttl+hops == 0 ||
		!hasIdentifier(b[:16]) || !payloadFits(kind, payload, length-gnutellaHeader) {
		return l7.Reject
	}
	return l7.Match
}

// hasIdentifier reports whether most of the bytes are not zero, as random ones are.
func hasIdentifier(id []byte) bool {
	const most = 4
	return bytes.Count(id, []byte{0}) <= most
}

// payloadFits reports whether a message of a type may have such a payload. length is its size on the wire, data the
// captured part.
func payloadFits(kind uint8, data []byte, length int) bool {
	const ggep = 0xc3 // what an extension begins with (GGEP, section 2.1)
	switch kind {
	case ping:
		return length == 0 || len(data) > 0 && data[0] == ggep
	case pong:
		return length == 14 || length > 14 && len(data) > 14 && data[14] == ggep
	case vendor, standard:
		return length >= 8
	case push:
		return length >= 26
	case mojito:
		return length >= 32
	case query:
		return length >= 3
	case hits:
		return length >= 27
	}
	return false
}

// probeG2 recognises the header of a Gnutella2 datagram: the tag, flags, a sequence number, the number of this part and
// the number of parts, which is 0 for an acknowledgement (Gnutella2 UDP Transceiver). Reliable datagrams of Gnutella
// have the same header with the tag "GTA".
func probeG2(b []byte, length int) l7.Verdict {
	const reserved, received = 0x0c, 4 // flags that have to be 0, and the bits of parts that an acknowledgement may have
	part, count := b[6], b[7]
	switch {
	case b[3]&reserved != 0:
		return l7.Reject
	case count == 0 && (length == g2Header || length == g2Header+received), count > 0 && 1 <= part && part <= count && length > g2Header:
		return l7.Match
	}
	return l7.Reject
}
