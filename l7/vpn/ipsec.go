//go:build !nfstream_no_vpn

package vpn

import (
	"encoding/binary"
	"encoding/hex"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

const (
	ikeHeader  = 28 // RFC 7296, section 3.1; RFC 2408, section 3.1
	ikePort    = 500
	natPort    = 4500 // RFC 3947, section 4
	ikeMarker  = 4    // of zeroes, before IKE on port 4500 (RFC 3948, section 2.2)
	espHeader  = 8    // SPI and sequence number
	espMinimum = 24
)

// ike recognises IKE (RFC 7296; RFC 2408) by its header, which has the datagram's length, and ESP in UDP (RFC 3948) by
// what it has in common with the datagram before it.
func ike() l7.Proto {
	return l7.Proto{
		ID: categories.IPSec, On: l7.UDP, Ports: []uint16{ikePort, natPort}, EachDatagram: true, Scratch: 2 * espHeader,
		Shape: true,
		Probe: probeIKE, Session: l7.Once(readIKE), Columns: ikeColumns(),
		Samples: [][]byte{
			[]byte("initiatr\x00\x00\x00\x00\x00\x00\x00\x00\x21\x20\x22\x08\x00\x00\x00\x00\x00\x00\x00\x1c"),
			[]byte("\x00\x00\x00\x00initiatrresponds\x05\x10\x02\x01\x00\x00\x00\x01\x00\x00\x00\x1c"),
		},
	}
}

func probeIKE(c *l7.Ctx) l7.Verdict {
	b := c.Data
	switch {
	case ikeMessage(b, c.Length()):
		return l7.Match
	case len(b) > ikeMarker && binary.BigEndian.Uint32(b) == 0 && ikeMessage(b[ikeMarker:], c.Length()-ikeMarker):
		return l7.Match
	case c.SrcPort != natPort && c.DstPort != natPort:
		return l7.Reject
	case len(b) == 1 && b[0] == 0xff: // a keepalive (RFC 3948, section 2.3)
		return l7.Weak
	}
	return probeESP(c)
}

// readIKE writes down what the header says, unless the datagram is ESP.
func readIKE(c *l7.Ctx) {
	b, length := c.Data, c.Length()
	if !ikeMessage(b, length) {
		if len(b) < ikeMarker || !ikeMessage(b[ikeMarker:], length-ikeMarker) {
			return
		}
		b = b[ikeMarker:]
	}
	m := l7.Record[IKE](c)
	if m.Version = "1.0"; b[17] == 0x20 {
		m.Version = "2.0"
	}
	m.Exchange, m.Initiator = b[18], hex.EncodeToString(b[:8])
	if encrypted := b[19]&1 != 0 && b[17] != 0x20; !encrypted { // a flag of version 1
		m.Vendors = vendors(b)
	}
}

// vendors returns the vendor identifiers of a message (RFC 2408, sections 3.2 and 3.16; RFC 7296, sections 3.2 and 3.12).
func vendors(b []byte) (all []string) {
	const vendor1, vendor2, most, length = 13, 43, 16, 16
	next := b[16]
	for r := wire.NewCursor(b[ikeHeader:]); r.Len() >= 4 && len(all) < most; {
		kind := next
		next = r.Uint8()
		r.Skip(1)
		id := r.Bytes(int(r.Uint16()) - 4)
		if kind != vendor1 && kind != vendor2 || len(id) == 0 {
			continue
		}
		text := string(id[:min(len(id), 4*length)])
		for i := range text {
			if text[i] < ' ' || text[i] > '~' || text[i] == ',' {
				text = hex.EncodeToString(id[:min(len(id), length)])
				break
			}
		}
		all = append(all, text)
	}
	return all
}

// probeESP judges ESP in UDP (RFC 3948, section 2.1): on the port of NAT traversal, with an SPI that stays and a
// sequence number that goes up.
func probeESP(c *l7.Ctx) l7.Verdict {
	const reserved, later = 255, 1 << 10 // SPIs up to 255 (RFC 4303, section 2.1)
	b := c.Data
	if len(b) < espMinimum || binary.BigEndian.Uint32(b) <= reserved {
		return l7.Reject
	}
	before := c.Scratch()[espHeader*int(c.Dir&1):][:espHeader]
	step := binary.BigEndian.Uint32(b[4:]) - binary.BigEndian.Uint32(before[4:])
	again := string(before[:4]) == string(b[:4]) && step > 0 && step < later
	copy(before, b)
	if again {
		return l7.Match
	}
	return l7.Weak
}

// ikeMessage reports whether b is a message of IKE, of the given length on the wire.
func ikeMessage(b []byte, length int) bool {
	if len(b) < ikeHeader || int(binary.BigEndian.Uint32(b[24:])) != length {
		return false
	}
	next, version, exchange, flags := b[16], b[17], b[18], b[19]
	switch version {
	// IKEv1: payloads up to NAT-OA and its drafts, exchanges of ISAKMP and IKE; encryption, commit, authentication
	case 0x10:
		return (next <= 21 || next >= 128 && next <= 132) && (exchange >= 1 && exchange <= 6 || exchange >= 32 &&
			exchange <= 34) && flags < 8
	case 0x20: // IKEv2: SA up to those of later RFCs; IKE_SA_INIT up to IKE_FOLLOWUP_KE; initiator, version, response
		return (next == 0 || next >= 33 && next <= 60) && exchange >= 34 && exchange <= 44 && flags&^0x38 == 0
	}
	return false
}

// ikeStream recognises IPsec over TCP by the prefix of its stream (RFC 9329, section 4).
func ikeStream() l7.Proto {
	return l7.Proto{
		ID: categories.IPSec, On: l7.TCP, Ports: []uint16{natPort}, First: l7.Bytes('I'),
		Probe:   func(c *l7.Ctx) l7.Verdict { return l7.Prefix(c.Data, "IKETCP") },
		Samples: [][]byte{[]byte("IKETCP\x00\x20")},
	}
}
