package management

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// snmp is the Simple Network Management Protocol: versions 1 and 2c (RFC 1157, section 4; RFC 1901, section 3) and 3
// (RFC 3412, section 6).
func snmp() l7.Proto {
	return l7.Proto{
		ID: categories.SNMP, On: l7.UDP, Ports: []uint16{161, 162}, Min: 8, First: l7.Bytes(tagSequence), Probe: probeSNMP,
		Session: func() l7.Session { return new(snmpSession) }, Columns: snmpColumns(),
		Samples: l7.Samples("\x30\x29\x02\x01\x00\x04\x06public\xa1\x1c\x02\x04\x4b\x78\x1a\x6e\x02\x01\x00\x02\x01\x00\x30\x0e\x30\x0c"+
			"\x06\x08\x2b\x06\x01\x02\x01\x01\x05\x00\x05\x00",
			"\x30\x38\x02\x01\x03\x30\x0f\x02\x02\x12\x34\x02\x03\x00\xff\xe3\x04\x01\x04\x02\x01\x03\x04\x10"),
	}
}

// Tags of BER (ITU-T X.690).
const (
	tagInteger  = 0x02
	tagOctets   = 0x04
	tagEnum     = 0x0a
	tagSequence = 0x30
)

func probeSNMP(c *l7.Ctx) l7.Verdict {
	r := wire.NewCursor(c.Data)
	tag, _ := r.BER()
	version := r.Element(tagInteger)
	if tag != tagSequence || version.Len() != 1 {
		return l7.Reject
	}
	ok := false
	switch version.Uint8() {
	case 0, 1, 2:
		r.Element(tagOctets)
		pdu, _ := r.BER()
		ok = r.OK() && pdu >= 0xa0 && pdu <= 0xa8
	case 3:
		header := r.Element(tagSequence) // identifier, size, flags, security model
		id, size, flags := header.Element(tagInteger), header.Element(tagInteger), header.Element(tagOctets)
		header.Element(tagInteger)
		ok = r.OK() && header.OK() && header.Len() == 0 && id.Len() <= 5 && size.Len() <= 5 && flags.Len() == 1
	}
	if !ok {
		return l7.Reject
	}
	return l7.Match
}
