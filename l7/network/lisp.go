package network

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// lisp is the Locator/ID Separation Protocol on its ports: data (RFC 9300, section 5) and control (RFC 9301, section 5).
func lisp() l7.Proto {
	return l7.Proto{
		ID: categories.LISP, On: l7.UDP, Ports: []uint16{lispControl, lispData}, PortsOnly: true, Min: 24, Probe: probeLISP,
		Samples: l7.Samples("\x32\x00\x01\x01\x67\xab\x93\x1f\x9e\x8b\x97\x4a\x00\x01\x00\x14\xb7\x46\xd6\x87\x60\x88\xe5\xbe"),
	}
}

// lispStream is LISP's reliable transport (draft-kouvelas-lisp-map-server-reliable-transport, section 5), on its port.
func lispStream() l7.Proto {
	return l7.Proto{
		ID: categories.LISP, On: l7.TCP, Ports: []uint16{lispControl}, PortsOnly: true, First: l7.Bytes(0), Probe: probeLISPStream,
		Samples: l7.Samples("\x00\x14\x00\x0f\x00\x00\x00\x00\x00\x00\x00\x9f\xac\xad\xe9"),
	}
}

const (
	lispData, lispControl = 4341, 4342
	lispEnd               = 0x9facade9 // what ends a message of reliable transport
)

func probeLISP(c *l7.Ctx) l7.Verdict {
	if c.OnPort(lispControl) && lispControlMessage(c.Data) || c.DstPort == lispData && lispPacket(c.Data) {
		return l7.Match
	}
	return l7.Reject
}

func lispControlMessage(b []byte) bool {
	if len(b) < 24 {
		return false
	}
	records := b[3]
	switch kind := b[0] >> 4; kind {
	case 1: // Map-Request: a count of records, the family of the source's address
		family := binary.BigEndian.Uint16(b[12:])
		return records > 0 && records <= 32 && (family <= 2 || family == 16387)
	case 2, 6: // Map-Reply, Map-Referral
		return records <= 32 && b[0]&1 == 0 && b[1] == 0 && b[2] == 0
	case 3, 4: // Map-Register, Map-Notify: key, algorithm, length of the authentication
		algorithm, length := b[13], binary.BigEndian.Uint16(b[14:])
		return records <= 32 && b[12] <= 1 && algorithm <= 5 && length <= 64 && length%4 == 0
	case 7: // Info-Request
		return b[0]&7 == 0 && b[1] == 0 && b[2] == 0 && b[3] == 0
	case 8: // encapsulated
		return b[1] == 0 && b[2] == 0 && b[3] == 0 && (b[4] == 0x45 || b[4]>>4 == 6)
	}
	return false
}

// lispPacket reports whether an IP packet follows the header of data.
func lispPacket(b []byte) bool {
	if len(b) < 8+20 || b[0]&0x01 != 0 {
		return false
	}
	inner := b[8:]
	return inner[0] == 0x45 && int(binary.BigEndian.Uint16(inner[2:])) <= len(inner) ||
		inner[0]>>4 == 6 && len(inner) >= 40 && int(binary.BigEndian.Uint16(inner[4:]))+40 <= len(inner)
}

// probeLISPStream reads a message of type, length and identifier, which ends with a mark.
func probeLISPStream(c *l7.Ctx) l7.Verdict {
	if !c.OnPort(lispControl) {
		return l7.Reject
	}
	b := c.Data
	r := wire.NewCursor(b)
	kind, length := r.Uint16(), int(r.Uint16())
	if b[0] != 0 || r.OK() && (kind < 16 || kind > 24 || length < 12 || length > l7.MaxPrefix) {
		return l7.Reject
	}
	if !r.OK() || len(b) < length {
		return l7.More
	}
	if binary.BigEndian.Uint32(b[length-4:]) != lispEnd {
		return l7.Reject
	}
	return l7.Match
}
