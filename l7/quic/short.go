package quic

import (
	"bytes"

	"github.com/nfstream/nfstream-go/l7"
)

const (
	securePort = 443 // of HTTP/3
	keptID     = 8   // bytes of a connection id that are compared
	keptShort  = 1 + keptID
)

// probeShort recognises a connection that was captured from its middle, on HTTP/3's port. In packets with a short
// header the receiver's connection id is in clear text after the first byte. Header protection changes the lower bits
// of the first byte (RFC 9000, section 17.3.1; RFC 9001, section 5.4.1). Two such packets of a direction are weak
// evidence.
func probeShort(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if b[0]&(longBit|fixedBit) != fixedBit || len(b) < minShort || !c.OnPort(securePort) {
		return l7.Reject
	}
	first, id := b[:1], b[1:keptShort]
	kept := c.Scratch()[int(c.Dir&1)*keptShort:][:keptShort]
	switch {
	case !bytes.Equal(kept[1:], id):
		copy(kept, b)
	case kept[0] != first[0] && !isOneByte(id):
		return l7.Weak
	}
	return l7.Reject
}

// minShort is the length of the shortest packet with a connection id of keptID bytes. The sample of header protection
// begins four bytes after the start of the packet number (RFC 9001, section 5.4.2).
const minShort = keptShort + sampleOffset + 16

// isOneByte reports whether all bytes are the same.
func isOneByte(b []byte) bool { return bytes.Count(b, b[:1]) == len(b) }
