package management

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// netflow is Cisco's NetFlow in the versions 1, 5, 7 and 9 (Cisco, NetFlow Export Datagram Formats; RFC 3954, section 5), and
// IPFIX (RFC 7011, section 3).
func netflow() l7.Proto {
	return l7.Proto{
		ID: categories.NetFlow, On: l7.UDP, Ports: []uint16{2055, 4739}, Min: 16, First: l7.Bytes(0),
		Next: [3]*l7.ByteSet{l7.Bytes(1, 5, 7, 9, 10)}, Probe: probeNetFlow,
		Session: l7.Once(func(c *l7.Ctx) { l7.Record[NetFlow](c).Version = binary.BigEndian.Uint16(c.Data) }), Columns: netflowColumns(),
		Samples: l7.Samples("\x00\x0a\x00\x1c\x59\x4a\xc5\x9d\x00\x00\x00\x01\x00\x00\x00\x01\x00\x02\x00\x0c\x01"+
			"\x00\x00\x01\x00\x08\x00\x04",
			"\x00\x09\x00\x01\x24\x4e\x08\xee\x5d\x67\xa8\x0c\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x0c\x01\x00"+
				"\x00\x01\x00\x08\x00\x04"),
	}
}

// fixedRecords are the lengths of the header and of a record of versions that have records of one kind.
var fixedRecords = map[uint16][2]int{1: {16, 52}, 5: {24, 48}, 7: {24, 52}}

// maxRecords is how many records a datagram has at most that is not fragmented.
const maxRecords = 64

func probeNetFlow(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < 16 {
		return l7.Reject
	}
	version, count := binary.BigEndian.Uint16(b), int(binary.BigEndian.Uint16(b[2:]))
	ok := false
	switch version {
	case 1, 5, 7:
		size := fixedRecords[version]
		ok = count > 0 && count <= maxRecords && c.Length() == size[0]+count*size[1]
	case 9:
		ok = len(b) >= 24 && count > 0 && count <= 512 && recent(binary.BigEndian.Uint32(b[8:])) &&
			wholeSets(b[20:], c.Length()-20, 0)
	case 10:
		ok = len(b) >= 20 && count == c.Length() && recent(binary.BigEndian.Uint32(b[4:])) && wholeSets(b[16:], c.Length()-16, 2)
	}
	if !ok {
		return l7.Reject
	}
	return l7.Match
}

// recent reports whether seconds since 1970 are of 2000 to 2050.
func recent(seconds uint32) bool { return seconds > 946_684_800 && seconds < 2_524_608_000 }

// wholeSets reports whether sets fill the message. Template sets have the identifier templates or templates+1, data
// sets 256 or more. length is the size on the wire; the capture may have truncated b.
func wholeSets(b []byte, length, templates int) bool {
	for length >= 4 && len(b) >= 4 {
		id, n := int(binary.BigEndian.Uint16(b)), int(binary.BigEndian.Uint16(b[2:]))
		if n < 4 || n > length || id < 256 && id != templates && id != templates+1 {
			return false
		}
		b, length = b[min(n, len(b)):], length-n
	}
	return length < 4 || len(b) < 4
}

// sflow is sFlow in version 5 (sFlow Version 5, section 5) and 2 or 4 (RFC 3176, section 4).
func sflow() l7.Proto {
	return l7.Proto{
		ID: categories.SFlow, On: l7.UDP, Ports: []uint16{6343}, Min: 28,
		Prefixes: []string{"\x00\x00\x00\x05", "\x00\x00\x00\x02", "\x00\x00\x00\x04"},
		Probe:    probeSFlow,
		Samples: l7.Samples("\x00\x00\x00\x05\x00\x00\x00\x01\xc0\x00\x02\x01\x00\x00\x00\x00\x00\x00\x01\x9f\x67" +
			"\x3d\xd7\x10\x00\x00\x00\x01" +
			"\x00\x00\x00\x02\x00\x00\x00\x08\x00\x00\x21\x25\x00\x00\x04\x0c"),
	}
}

func probeSFlow(c *l7.Ctx) l7.Verdict {
	r := wire.NewCursor(c.Data)
	version, family := r.Uint32(), r.Uint32()
	switch family {
	case 1:
		r.Skip(4)
	case 2:
		r.Skip(16)
	default:
		return l7.Reject
	}
	switch version {
	case 5:
		r.Skip(4) // sub-agent
	case 2, 4:
	default:
		return l7.Reject
	}
	r.Skip(4 + 4) // sequence, uptime
	samples := r.Uint32()
	if !r.OK() || samples == 0 || samples > 256 {
		return l7.Reject
	}
	if version == 5 && r.Len() >= 8 {
		format, length := r.Uint32(), r.Uint32()
		if format>>12 == 0 && (format == 0 || format > 5) || length%4 != 0 || int64(length) > int64(c.Length()) {
			return l7.Reject
		}
	}
	return l7.Match
}

// collectd is collectd's network protocol (collectd, "Binary protocol"): parts that have a type and a length each.
func collectd() l7.Proto {
	return l7.Proto{
		ID: categories.Collectd, On: l7.UDP, Ports: []uint16{25826}, Min: 8, First: l7.Bytes(0, 1, 2),
		Next: [3]*l7.ByteSet{l7.Bytes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x10)}, Probe: probeCollectd,
		Session: l7.Once(readCollectd), Columns: collectdColumns(),
		Samples: l7.Samples("\x00\x00\x00\x06a\x00\x00\x08\x00\x0c\x18\xaa\x87\x48\x08\x81\x8d\xf4\x00\x02\x00\x08cpu\x00"),
	}
}

func probeCollectd(c *l7.Ctx) l7.Verdict {
	if len(c.Data) < 8 {
		return l7.Reject
	}
	r, parts := wire.NewCursor(c.Data), 0
	for r.Len() >= 4 {
		kind, n := r.Uint16(), int(r.Uint16())
		body := r.Bytes(n - 4)
		if !r.OK() {
			break
		}
		if !collectdPart(kind, body) {
			return l7.Reject
		}
		parts++
	}
	whole := r.OK() && r.Len() == 0
	if parts > 1 && (whole || c.Length() > len(c.Data)) || parts > 0 && whole && (c.OnPort(25826) || c.Data[0] == 2) {
		return l7.Match
	}
	return l7.Reject
}

func collectdPart(kind uint16, body []byte) bool {
	switch kind {
	case 0, 2, 3, 4, 5, 0x100: // texts, which end with a zero
		return len(body) > 0 && body[len(body)-1] == 0
	case 1, 7, 8, 9, 0x101: // numbers
		return len(body) == 8
	case 6: // values: their number, a byte each for their types, and eight for themselves
		return len(body) > 2 && len(body) == 2+9*int(binary.BigEndian.Uint16(body))
	case 0x200, 0x210: // signed, encrypted
		return len(body) > 32
	}
	return false
}
