//go:build !nfstream_no_voip

package voip

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const portSkinny = 2000

// skinny returns Cisco's Skinny Client Control Protocol (Cisco, Skinny Client Control Protocol).
func skinny() l7.Proto {
	return l7.Proto{
		ID: categories.CiscoSkinny, On: l7.TCP, Ports: []uint16{portSkinny}, Probe: probeSkinny,
		Session: l7.Begins(skinnyRegister, readSkinny), Columns: skinnyColumns(),
		Samples: l7.Samples("\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x08\x00\x00\x00"+
			"\x14\x00\x00\x00\x88\x00\x00\x00\x01\x00\x00\x00",
			"\x08\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00"),
	}
}

// skinnyRegister is how much is read of a message that registers a telephone: its header, its type and the device's name.
const skinnyRegister = 12 + 16

// readSkinny reads the name of a device that registers.
func readSkinny(c *l7.Ctx, b []byte) (done bool) {
	const typeAt, register = 8, 1
	if len(b) < skinnyRegister || binary.LittleEndian.Uint32(b[typeAt:]) != register {
		return len(b) >= skinnyRegister
	}
	l7.Record[Skinny](c).Device = textOf(b[typeAt+4 : skinnyRegister])
	return true
}

// probeSkinny recognises a message on the port, two messages in sequence, or one of each side.
func probeSkinny(c *l7.Ctx) l7.Verdict {
	n, v := isSkinny(c.Data)
	if v != l7.Match || c.OnPort(portSkinny) {
		return v
	}
	if n < len(c.Data) {
		_, v = isSkinny(c.Data[n:])
		return v
	}
	if len(c.Other()) > 0 {
		if _, v = isSkinny(c.Other()); v == l7.Match {
			return v
		}
	}
	return l7.More
}

// isSkinny reads a message: the length of what follows its version, the version (0, or that of the phone's firmware, 17 and
// above), and a type. It returns the message's length.
func isSkinny(b []byte) (n int, v l7.Verdict) {
	const header, type_, longest, firstVersion, lastVersion, lastType = 12, 4, 2048, 0x11, 0x20, 0x159
	switch {
	case len(b) > 0 && b[0]&3 != 0, len(b) > 1 && b[1] > longest>>8, len(b) > 3 && (b[2]|b[3] != 0 || b[0]|b[1] == 0):
		return 0, l7.Reject
	case len(b) > 4 && b[4] != 0 && (b[4] < firstVersion || b[4] > lastVersion), len(b) > 7 && b[5]|b[6]|b[7] != 0:
		return 0, l7.Reject
	case len(b) < header:
		return 0, l7.More
	}
	n = header - type_ + int(binary.LittleEndian.Uint32(b))
	if binary.LittleEndian.Uint32(b[8:]) > lastType {
		return 0, l7.Reject
	}
	if n > len(b) {
		return n, l7.More
	}
	return n, l7.Match
}
