package management

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// radius is RADIUS (RFC 2865, sections 3 and 5; RFC 2866; RFC 5176): attributes that follow one another to the end.
func radius() l7.Proto {
	return l7.Proto{
		ID: categories.Radius, On: l7.UDP, Ports: []uint16{1812, 1813, 1645, 1646, 3799}, Min: 20, Probe: probeRADIUS,
		Session: radiusDialogue.Datagrams(), Columns: radiusColumns(),
		First: l7.Bytes(1, 2, 3, 4, 5, 11, 12, 13, 40, 41, 42, 43, 44, 45),
		Samples: l7.Samples("\x01\x03\x00\x1f\x0f\x40\x3f\x94\x73\x97\x80\x57\xbd\x83\xd5\xcb\x98\xf4\x22\x7a\x01" +
			"\x05bob\x04\x06\xc0\x00\x02\x01"),
	}
}

func probeRADIUS(c *l7.Ctx) l7.Verdict {
	r := wire.NewCursor(c.Data)
	kind := r.Uint8()
	r.Skip(1)
	length := int(r.Uint16())
	r.Skip(16)
	port := c.OnPort(1812) || c.OnPort(1813) || c.OnPort(1645) || c.OnPort(1646) || c.OnPort(3799)
	switch {
	case !r.OK() || !radiusKind(kind) || length < 20 || length > 4096 || length > c.Length() || length < c.Length() && !port:
		return l7.Reject
	case port && length == c.Length():
		return l7.MatchIf(firstAttribute(&r))
	}
	attributes := 0
	for ; r.Len() > 0; attributes++ {
		if r.Uint8() == 0 {
			return l7.Reject
		}
		r.Skip(int(r.Uint8()) - 2)
	}
	if !r.OK() || attributes < 2 {
		return l7.Reject
	}
	return l7.Match
}

// firstAttribute reports whether the first attribute, if there is one, is plausible.
func firstAttribute(r *wire.Cursor) bool {
	if r.Len() < 2 {
		return r.Len() == 0
	}
	rest := r.Rest()
	return rest[0] != 0 && rest[1] >= 2
}

func radiusKind(kind uint8) bool {
	return kind >= 1 && kind <= 5 || kind >= 11 && kind <= 13 || kind >= 40 && kind <= 45
}

// diameter is Diameter (RFC 6733, section 3), with the commands that IANA and 3GPP have registered.
func diameter() l7.Proto {
	return l7.Proto{
		ID: categories.Diameter, On: l7.TCP, Ports: []uint16{3868}, First: l7.Bytes(1), Probe: probeDiameter,
		Session: diameterDialogue.Sessions(), Columns: diameterColumns(),
		Samples: l7.Samples("\x01\x00\x01\x58\x80\x00\x01\x10\x00\x00\x00\x04\x02\xea\x49\x30\x26\xf0\x00\x03\x00" +
			"\x00\x01\x07\x40\x00\x00\x1dnxl"),
	}
}

func probeDiameter(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if b[0] != 1 || len(b) > 3 && b[3]&3 != 0 || len(b) > 4 && b[4]&0xf != 0 {
		return l7.Reject
	}
	if len(b) < 20 {
		return l7.More
	}
	length, command := binary.BigEndian.Uint32(b)&0xffffff, binary.BigEndian.Uint32(b[4:])&0xffffff
	switch {
	case length < 20 || !diameterCommand(command):
		return l7.Reject
	case length == 20:
		return l7.Match
	case len(b) < 28:
		return l7.More
	}
	size := binary.BigEndian.Uint32(b[24:]) & 0xffffff // of the first attribute (section 4.1)
	if b[20] != 0 || b[24]&0x1f != 0 || size < 8 || size > length-20 {
		return l7.Reject
	}
	return l7.Match
}

func diameterCommand(n uint32) bool {
	return n == 257 || n == 258 || n >= 260 && n <= 330 || n >= 8388608 && n <= 8388740
}
