package packet

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/flowkey"
)

// Fields of the IPv4 header (RFC 791, section 3.1).
const (
	ipv4MinLength    = 20
	ipv4More         = 0x2000 // bit of the flags and offset field
	ipv4OffsetMask   = 0x1fff
	ipv4LengthNibble = 0x0f
)

// ipv4 reads an IPv4 header and its content. A total length of 0 comes from segmentation offload on the capturing
// machine. The length is then the rest of the wire length.
func (d *Decoder) ipv4(f *frame, p *Packet) Status {
	b := f.rest()
	if len(b) < ipv4MinLength {
		return NetworkTruncated
	}
	hlen := int(b[0]&ipv4LengthNibble) * 4
	if b[0]>>4 != 4 || hlen < ipv4MinLength {
		return NetworkMalformed
	}
	if len(b) < hlen {
		return NetworkTruncated
	}
	total := uint32(binary.BigEndian.Uint16(b[2:]))
	if total == 0 {
		total = f.wire - uint32(f.off)
	}
	if total < uint32(hlen) || !f.fits(p, total) {
		return NetworkMalformed
	}
	p.Key.Ver = 4
	p.Key.Proto = b[9]
	flowkey.PutIPv4(&p.Key.A, b[12:16])
	flowkey.PutIPv4(&p.Key.B, b[16:20])
	f.ip.part = whole
	if field := binary.BigEndian.Uint16(b[6:]); field&(ipv4More|ipv4OffsetMask) != 0 {
		f.ip = ipv4Part(b, field)
		f.ip.at = uint32(f.off + hlen)
	}
	d.setIP(f, p, total, hlen)
	return d.transport(f, p)
}

// ipv4Part returns the part of a packet with the header b, by its flags and offset field.
func ipv4Part(b []byte, field uint16) ipInfo {
	info := ipInfo{id: uint32(binary.BigEndian.Uint16(b[4:])), proto: b[9], part: firstFragment,
		more: field&ipv4More != 0, offset: uint32(field&ipv4OffsetMask) * 8}
	if info.offset != 0 {
		info.part = laterFragment
	}
	return info
}
