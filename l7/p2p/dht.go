//go:build !nfstream_no_p2p

package p2p

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"time"
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// dht returns the Kademlia of BitTorrent: messages of KRPC, which are bencoded dictionaries (BEP 5).
func dht() l7.Proto {
	return l7.Proto{
		ID: categories.BitTorrent, On: l7.UDP, Session: func() l7.Session { return new(dhtSession) },
		Columns: bitTorrentColumns(), Ports: portsOfPeers, Min: len("d1:t1:x1:y1:qe"), First: l7.Bytes('d'),
		Probe: func(c *l7.Ctx) l7.Verdict {
			if isKRPC(c.Data, c.Length() > len(c.Data)) {
				return l7.Match
			}
			return l7.Reject
		},
		Samples: l7.Samples("d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe",
			"d1:rd2:id20:mnopqrstuvwxyz123456e1:t2:aa1:y1:re", "d1:eli201e5:errore1:t2:aa1:y1:ee"),
	}
}

// isKRPC reports whether a datagram is a dictionary with a transaction (key "t") and a type (key "y"): query, response
// or error. If the capture truncated the datagram, the start of the dictionary is sufficient.
func isKRPC(b []byte, cut bool) bool {
	var transaction, kind bool
	if len(b) == 0 || b[0] != 'd' {
		return false
	}
	at := 1
	for at < len(b) && b[at] != 'e' {
		key, next := bencoded(b, at)
		end := skipBencoded(b, next)
		if key == nil || end < 0 {
			break
		}
		switch string(key) {
		case "t":
			transaction = b[next] != 'i'
		case "y":
			value, _ := bencoded(b, next)
			kind = len(value) == 1 && (value[0] == 'q' || value[0] == 'r' || value[0] == 'e')
		}
		at = end
	}
	if transaction && kind {
		return true
	}
	return cut && l7.Prefix(b, "d1:ad2:id20:", "d1:rd2:id20:") == l7.Match
}

// bencoded returns the string at an offset, and the offset of what follows; nil where there is none.
func bencoded(b []byte, at int) (text []byte, next int) {
	n, digits := 0, 0
	for ; at < len(b) && '0' <= b[at] && b[at] <= '9' && digits < 5; at++ {
		n, digits = n*10+int(b[at]-'0'), digits+1
	}
	if digits == 0 || at >= len(b) || b[at] != ':' || n > len(b)-at-1 {
		return nil, -1
	}
	at++
	return b[at : at+n : at+n], at + n
}

// skipBencoded returns the offset after the value at an offset, or -1 if the value is incomplete. Its run time is
// proportional to the length of the value.
func skipBencoded(b []byte, at int) int {
	for depth := 0; at >= 0 && at < len(b); {
		switch c := b[at]; {
		case c == 'd' || c == 'l':
			depth++
			at++
		case c == 'e':
			if depth--; depth < 0 {
				return -1
			}
			at++
		case c == 'i':
			if at = skipInteger(b, at+1); at < 0 {
				return -1
			}
		default:
			if _, at = bencoded(b, at); at < 0 {
				return -1
			}
		}
		if depth == 0 {
			return at
		}
	}
	return -1
}

func skipInteger(b []byte, at int) int {
	const digits = 21
	for end := min(len(b), at+digits); at < end; at++ {
		switch c := b[at]; {
		case c == 'e':
			return at + 1
		case c != '-' && (c < '0' || c > '9'):
			return -1
		}
	}
	return -1
}

// dhtSession reads which peers have files, and expects connections with them, and with the nodes themselves: a client has
// one port for all. What they say to each other may be encrypted.
type dhtSession struct{ expected bool }

// lifetimeOfPeer is how long connections with a peer are expected: as long as others keep what it announces (BEP 5).
const lifetimeOfPeer = 30 * time.Minute

// Read reads a datagram.
func (s *dhtSession) Read(c *l7.Ctx) l7.Verdict {
	if len(c.Data) == 0 || c.Data[0] != 'd' {
		return l7.More
	}
	if !s.expected {
		s.expected = true
		src, dst := c.Addresses()
		expectPeer(c, src, c.SrcPort)
		expectPeer(c, dst, c.DstPort)
	}
	for at := 1; at < len(c.Data) && c.Data[at] != 'e'; {
		key, next := bencoded(c.Data, at)
		end := skipBencoded(c.Data, next)
		if key == nil || end < 0 {
			break
		}
		switch string(key) {
		case "a":
			noteHash(c, c.Data[next:end])
		case "r":
			readPeers(c, c.Data[next:end])
		}
		at = end
	}
	return l7.More
}

// noteHash writes down the hash that a query asks for or announces.
func noteHash(c *l7.Ctx, arguments []byte) {
	if hash := entryOf(arguments, "info_hash"); len(hash) > 0 {
		text, _ := bencoded(hash, 0)
		if r := l7.Record[BitTorrent](c); r.Hash == "" && len(text) == sha1Length {
			r.Hash = hex.EncodeToString(text)
		}
	}
}

const sha1Length = 20

// entryOf returns what follows a key of a dictionary, nil where there is none.
func entryOf(dictionary []byte, name string) []byte {
	for at := 1; at < len(dictionary); {
		key, next := bencoded(dictionary, at)
		end := skipBencoded(dictionary, next)
		if key == nil || end < 0 {
			return nil
		}
		if string(key) == name {
			return dictionary[next:end]
		}
		at = end
	}
	return nil
}

// readPeers reads the peers of an answer: addresses and ports (BEP 5, BEP 32).
func readPeers(c *l7.Ctx, answer []byte) {
	const port = 2
	values := entryOf(answer, "values")
	if len(values) == 0 || values[0] != 'l' {
		return
	}
	for at := 1; at < len(values) && values[at] != 'e'; {
		peer, next := bencoded(values, at)
		if peer == nil {
			return
		}
		if addr, ok := netip.AddrFromSlice(peer[:max(len(peer)-port, 0)]); ok {
			expectPeer(c, addr, binary.BigEndian.Uint16(peer[len(peer)-port:]))
		}
		at = next
	}
}

func expectPeer(c *l7.Ctx, addr netip.Addr, port uint16) {
	if port != 0 && addr.IsValid() {
		c.Expect(l7.Expectation{Addr: addr, Port: port, Lifetime: lifetimeOfPeer,
			Classification: l7.Classification{Protocol: categories.BitTorrent}})
	}
}

// Close has nothing to add.
func (*dhtSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *dhtSession) Reset() { *s = dhtSession{} }

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *dhtSession) Holds() int { return int(unsafe.Sizeof(*s)) }
