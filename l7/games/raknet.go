//go:build !nfstream_no_games

package games

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// raknetMagic is in each message before a connection (RakNet, OFFLINE_MESSAGE_DATA_ID). The message's identifier
// precedes it, perhaps with a time and a GUID. Roblox has 31 bytes more before it.
const raknetMagic = "\x00\xff\xff\x00\xfe\xfe\xfe\xfe\xfd\xfd\xfd\xfd\x12\x34\x56\x78"

var raknetPlaces = [...]int{1, 9, 17, 32}

// raknet recognises RakNet (RakNet, MessageIdentifiers; Minecraft wiki, RakNet) by its magic, or by two sets of frames
// with lengths that add up.
func raknet() l7.Proto {
	return l7.Proto{
		ID: categories.RakNet, On: l7.UDP, Ports: []uint16{19132}, Min: 7, Scratch: 2, Probe: probeRakNet,
		Session: func() l7.Session { return new(raknetSession) }, Columns: raknetColumns(),
		Samples: [][]byte{
			[]byte("\x05" + raknetMagic + "\x06\x00\x00"),
			[]byte("\x1cclocktimserverid" + raknetMagic + "\x00\x04MCPE"),
			[]byte("\x84\x02\x00\x00\x00\x00\x88\x03\x00\x00\x00\x00\x00\x15\xe9\x5e\x00\x00\x00\x13\x0c\x20\x15\x46"),
		},
	}
}

func probeRakNet(c *l7.Ctx) l7.Verdict {
	b := c.Data
	for _, at := range raknetPlaces {
		if len(b) >= at+len(raknetMagic) && b[at+4] == 0xfe && string(b[at:at+len(raknetMagic)]) == raknetMagic {
			return l7.Match
		}
	}
	if !raknetFrames(b) && !raknetReceipt(b) {
		return l7.Reject
	}
	const receipts = 3 + 3*4
	if here, there := c.Tally(); here+there < 2 && (b[0]&0xf0 == 0x80 || len(b) < receipts) {
		return l7.More
	}
	return l7.Match
}

// raknetFrames reports whether b is a set of frames: flags, a number of 24 bits, and frames to the end of the datagram.
// The first frame has a message of RakNet itself.
func raknetFrames(b []byte) bool {
	const header, valid = 4, 0x80
	if len(b) < header+4 || b[0]&0xf0 != valid || b[3] != 0 {
		return false
	}
	for at := header; at < len(b); {
		n := raknetFrame(b[at:], at == header)
		if n == 0 {
			return false
		}
		at += n
	}
	return true
}

// raknetReceipt reports whether b acknowledges sets of frames, or says that they are missing: a count, and as many
// numbers or ranges of them as fill the datagram.
func raknetReceipt(b []byte) bool {
	const received, missing, header, single, span = 0xc0, 0xa0, 3, 4, 7
	if len(b) < header+single || b[0] != received && b[0] != missing {
		return false
	}
	count, at := int(binary.BigEndian.Uint16(b[1:])), header
	for ; count > 0 && at+single <= len(b) && b[at] <= 1 && b[at+3] == 0; count-- {
		if at += single; b[at-single] == 0 {
			at += span - single
		}
	}
	return count == 0 && at == len(b)
}

// raknetFrame returns the length of the frame at the start of b, 0 if there is none: three bits of reliability, a
// length in bits, and numbers that depend on the reliability.
func raknetFrame(b []byte, first bool) int {
	const split = 0x10
	var numbers = [8]int{0, 4, 3, 7, 7, 0, 3, 7} // unreliable, sequenced, reliable, ordered, ...
	if len(b) < 4 {
		return 0
	}
	bits := int(binary.BigEndian.Uint16(b[1:]))
	at := 3 + numbers[b[0]>>5]
	if b[0]>>5 == 4 {
		at += 3
	}
	if b[0]&split != 0 {
		at += 10
	}
	n := at + bits/8
	if bits == 0 || bits%8 != 0 || b[0]&0x0f != 0 || n > len(b) {
		return 0
	}
	switch b[at] {
	case 0x00, 0x03, 0x09, 0x10, 0x13, 0x15: // pings, requests to connect, accepted, new, over
		return n
	}
	if first {
		return 0
	}
	return n
}

// raknetSession looks for the answer to a ping before a connection.
type raknetSession struct{ read uint8 }

// Read takes a datagram.
func (s *raknetSession) Read(c *l7.Ctx) l7.Verdict {
	const pong, length, most, mostText = 0x1c, 1 + 8 + 8 + 16, 4, 256
	b := c.Data
	if b[0] == pong && len(b) > length+2 {
		text := b[length+2:]
		l7.Record[RakNet](c).Server = string(text[:min(len(text), int(binary.BigEndian.Uint16(b[length:])), mostText)])
		return l7.Match
	}
	if s.read++; s.read > most || b[0] != 1 && b[0] != 2 {
		return l7.Match
	}
	return l7.More
}

// Close has nothing to add.
func (*raknetSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *raknetSession) Reset() { s.read = 0 }
