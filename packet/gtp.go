package packet

import "encoding/binary"

// The GTP-U header (3GPP TS 29.281, section 5.1).
const (
	gtpLength         = 8
	gtpOptionalLength = 4
	gtpVersionMask    = 0xf0 // version and protocol type
	gtpVersion1       = 0x30 // version 1, GTP rather than GTP'
	gtpOptional       = 0x07 // the optional fields exist if any of these flags is set
	gtpExtension      = 0x04 // the next extension header type is valid
	gtpTPDU           = 0xff // user packet
)

// gtp reads a GTP-U header and its extension headers (section 5.2).
func (f *frame) gtp() bool {
	b := f.rest()
	if len(b) < gtpLength || b[0]&gtpVersionMask != gtpVersion1 || b[1] != gtpTPDU {
		return false
	}
	flags := b[0]
	n := uint32(binary.BigEndian.Uint16(b[2:]))
	f.skip(gtpLength, headerIP)
	if n > f.wire-uint32(f.off) && !f.partial {
		return false
	}
	f.limit(n)
	if flags&gtpOptional == 0 {
		return true
	}
	if !f.has(gtpOptionalLength) {
		return false
	}
	next := f.data[f.off+3]
	f.skip(gtpOptionalLength, headerIP)
	return flags&gtpExtension == 0 || f.gtpExtensions(next)
}

// gtpExtensions skips a chain of extension headers. The first one has type next.
func (f *frame) gtpExtensions(next byte) bool {
	for next != 0 {
		b := f.rest()
		if !f.countHeader() || len(b) == 0 {
			return false
		}
		n := 4 * int(b[0])
		if n == 0 || n > len(b) {
			return false
		}
		next = b[n-1]
		f.off += n
	}
	return true
}
