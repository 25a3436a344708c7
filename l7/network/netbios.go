package network

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// netbiosName is the name service of NetBIOS over UDP (RFC 1002, section 4.2).
func netbiosName() l7.Proto {
	return l7.Proto{
		ID: categories.NetBIOS, On: l7.UDP, Ports: []uint16{137}, Min: 12, Probe: probeNetBIOSName,
		Session: l7.Once(readNetBIOSName), Columns: netbiosColumns(),
		Samples: l7.Samples("\x12\x34\x01\x10\x00\x01\x00\x00\x00\x00\x00\x00" + netbiosSample + "\x00\x20\x00\x01"),
	}
}

// netbiosDatagram is the datagram service (section 4.4). What it carries is mostly SMB, see MS-MAIL and MS-BRWS.
func netbiosDatagram() l7.Proto {
	return l7.Proto{
		ID: categories.NetBIOS, On: l7.UDP, Ports: []uint16{138}, Min: 14, First: l7.Bytes(16, 17, 18, 19, 20, 21, 22),
		Probe: probeNetBIOSDatagram, Session: l7.Once(readNetBIOSDatagram), Columns: netbiosColumns(),
		Samples: l7.Samples("\x11\x0a\x2e\x43\xc0\x00\x02\x01\x00\x8a\x00\x54\x00\x00" + netbiosSample + "\x00" +
			netbiosSample + "\x00" +
			"\xffSMB%\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
	}
}

const netbiosSample = "\x20FHFAEBEECACACACACACACACACACACAAA"

// netbiosHeader is the header of a message of the name service.
type netbiosHeader struct {
	response   bool
	opcode     uint8
	counts     [4]uint16 // questions, answers, authorities, additional records
	everything wire.Cursor
}

func parseNetBIOSHeader(b []byte) (h netbiosHeader, ok bool) {
	r := wire.NewCursor(b)
	r.Skip(2)
	flags := r.Uint16()
	h.response, h.opcode = flags>>15 != 0, uint8(flags>>11&15)
	for i := range h.counts {
		h.counts[i] = r.Uint16()
	}
	h.everything = r
	return h, r.OK() && flags&0x60 == 0 // bits that are zero
}

// plausible reports whether the operation exists, and the sections are those that it has.
func (h *netbiosHeader) plausible() bool {
	switch h.opcode {
	case 0, 5, 6, 7, 8, 9, 15: // query, registration, release, WACK, refresh, its old number, multi-homed registration
	default:
		return false
	}
	sum := 0
	for _, n := range h.counts {
		if n > 16 {
			return false
		}
		sum += int(n)
	}
	return sum > 0 || h.response
}

func probeNetBIOSName(c *l7.Ctx) l7.Verdict {
	h, ok := parseNetBIOSHeader(c.Data)
	if !ok || !h.plausible() {
		return l7.Reject
	}
	name := h.everything
	switch _, known := netbiosText(&name); {
	case known && name.Uint8() <= 63: // the end of the name, or the length of its scope's first label
		return l7.Match
	case c.SrcPort == 137 && c.DstPort == 137:
		return l7.Match
	}
	return l7.Reject
}

// netbiosText decodes the first level of an encoded name (RFC 1001, section 14.1). Each of 32 letters encodes half of a
// byte. The last of the 16 bytes is the purpose of the name.
func netbiosText(r *wire.Cursor) (name [16]byte, ok bool) {
	if r.Uint8() != 2*16 {
		return name, false
	}
	for i := range name {
		high, low := r.Uint8()-'A', r.Uint8()-'A'
		if high > 15 || low > 15 {
			return name, false
		}
		name[i] = high<<4 | low
	}
	return name, r.OK()
}

func probeNetBIOSDatagram(c *l7.Ctx) l7.Verdict {
	r := wire.NewCursor(c.Data)
	kind, flags := r.Uint8(), r.Uint8()
	r.Skip(2 + 4 + 2) // identifier, source's address and port
	if kind < 0x10 || kind > 0x16 || flags > 0x0f {
		return l7.Reject
	}
	switch kind {
	case 0x13: // error
		if code := r.Uint8(); code < 0x82 || code > 0x84 || r.Len() > 0 || !c.OnPort(138) {
			return l7.Reject
		}
		return l7.Match
	case 0x10, 0x11, 0x12:
		r.Skip(2 + 2) // length, offset of a fragment
	}
	if _, ok := netbiosText(&r); ok || r.OK() && c.OnPort(138) && c.SrcPort == c.DstPort {
		return l7.Match
	}
	return l7.Reject
}
