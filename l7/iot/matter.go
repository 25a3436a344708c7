//go:build !nfstream_no_iot

package iot

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const (
	matterPort   = 5540
	matterHeader = 8 // flags, session, security flags and counter (Matter core specification, message header)
)

// matter recognises Matter (CSA, Matter core specification) by the messages that set up a session, which are not
// encrypted, and those of a session on its port.
func matter() l7.Proto {
	return l7.Proto{
		ID: categories.Matter, On: l7.UDP, Ports: []uint16{matterPort}, Min: matterHeader + 6,
		First: l7.Bytes(0, 1, 2, 4, 5, 6), Scratch: 2 * matterKept, Shape: true, Probe: probeMatter,
		Samples: [][]byte{[]byte("\x04\x00\x00\x00\x01\x02\x03\x04nodeiden\x05\x20\x11\x22\x00\x00\x15\x30\x01\x20\x18")},
	}
}

func probeMatter(c *l7.Ctx) l7.Verdict {
	const group = 0x03 // of security flags
	b := c.Data
	if len(b) < matterHeader+6 || b[0]&^0x06 != 0 && b[0] != 1 && b[0] != 5 {
		return l7.Reject
	}
	session := binary.LittleEndian.Uint16(b[1:])
	if session == 0 && b[3] == 0 {
		body := b[min(len(b), matterHeader+matterNodes(b[0])):]
		return l7.MatchIf(matterSetUp(body, c.SrcPort == matterPort || c.DstPort == matterPort))
	}
	if c.SrcPort != matterPort && c.DstPort != matterPort || b[3]&group > 1 {
		return l7.Reject
	}
	return matterGoesOn(b, c.Scratch()[matterKept*int(c.Dir&1):][:matterKept])
}

const matterKept = 2 + 4 // of a direction: session and counter

// matterGoesOn judges a message of a session by the one before it: the session stays, and the counter goes up.
func matterGoesOn(b, before []byte) l7.Verdict {
	const later = 1 << 12
	step := binary.LittleEndian.Uint32(b[4:]) - binary.LittleEndian.Uint32(before[2:])
	again := string(b[1:3]) == string(before[:2]) && step > 0 && step < later
	copy(before, b[1:3])
	copy(before[2:], b[4:8])
	if again {
		return l7.Match
	}
	return l7.Weak
}

// matterNodes returns how many bytes of nodes' identifiers are in the header.
func matterNodes(flags byte) int {
	n := 8 * int(flags>>2&1)
	switch flags & 3 {
	case 1:
		n += 8
	case 2:
		n += 2
	}
	return n
}

// matterSetUp reports whether a message is one of the secure channel protocol: flags, an opcode, an
// exchange and the protocol, 0, perhaps an acknowledgement, and a structure of TLV. On the port, acknowledgements and
// statuses count too.
func matterSetUp(b []byte, onPort bool) bool {
	const acknowledges, structure, end = 0x02, 0x15, 0x18
	if len(b) < 6 || b[0]&^0x1f != 0 || b[4]|b[5] != 0 {
		return false
	}
	opcode, body := b[1], b[6:]
	if b[0]&acknowledges != 0 {
		if len(body) < 4 {
			return false
		}
		body = body[4:]
	}
	switch {
	case opcode >= 0x20 && opcode <= 0x24, opcode >= 0x30 && opcode <= 0x33: // PASE and CASE
		return len(body) > 2 && body[0] == structure && body[len(body)-1] == end
	case opcode == 0x10, opcode == 0x40: // acknowledgement, status
		return onPort
	}
	return false
}
