package packet

import "encoding/binary"

// Radiotap (www.radiotap.org), all of it little-endian.
const (
	radiotapLength   = 8
	radiotapTSFT     = 1 << 0 // bits of the first word of fields present
	radiotapFlags    = 1 << 1
	radiotapMore     = 1 << 31 // another word follows
	radiotapFlagFCS  = 0x10    // bits of the flags field: the frame ends with its check sequence
	radiotapFlagPad  = 0x20    // the 802.11 header is padded to four bytes
	radiotapTSFTSize = 8
	fcsLength        = 4
)

// Headers of older drivers: Prism (a 32-bit message code of the machine's byte order, then the length) and AVS (a magic
// number, then the length, both big-endian).
const (
	prismLength   = 8
	prismCode     = 0x44
	avsMagic      = 0x80211000
	avsMagicMask  = 0xfffff000
	ppiLength     = 8
	maxSaneHeader = 4096
)

// radiotap reads the header and its flags field.
func (f *frame) radiotap() Status {
	b := f.rest()
	if len(b) < radiotapLength {
		return LinkTruncated
	}
	n := int(binary.LittleEndian.Uint16(b[2:]))
	if b[0] != 0 || n < radiotapLength {
		return NotIP
	}
	if len(b) < n {
		return LinkTruncated
	}
	flags := radiotapFlagsField(b[:n])
	f.padded = flags&radiotapFlagPad != 0
	f.skip(n, headerIEEE80211)
	if left := f.wire - uint32(f.off); flags&radiotapFlagFCS != 0 && left >= fcsLength {
		f.limit(left - fcsLength)
	}
	return OK
}

// radiotapFlagsField returns the flags field of the header b, or 0. Fields are aligned to their size.
func radiotapFlagsField(b []byte) byte {
	present := binary.LittleEndian.Uint32(b[4:])
	if present&radiotapFlags == 0 {
		return 0
	}
	off := 4
	for word := uint32(radiotapMore); word&radiotapMore != 0; off += 4 {
		if len(b) < off+4 {
			return 0
		}
		word = binary.LittleEndian.Uint32(b[off:])
	}
	if present&radiotapTSFT != 0 {
		off = (off+7)&^7 + radiotapTSFTSize
	}
	if off >= len(b) {
		return 0
	}
	return b[off]
}

// prism reads a Prism or an AVS header. Both share a link type.
func (f *frame) prism() Status {
	b := f.rest()
	if len(b) < prismLength {
		return LinkTruncated
	}
	if binary.BigEndian.Uint32(b)&avsMagicMask == avsMagic {
		return f.avs()
	}
	var order binary.ByteOrder = binary.BigEndian
	if binary.LittleEndian.Uint32(b) == prismCode {
		order = binary.LittleEndian
	}
	if order.Uint32(b) != prismCode {
		return NotIP
	}
	return f.driverHeader(order.Uint32(b[4:]), headerIEEE80211)
}

// avs reads an AVS header.
func (f *frame) avs() Status {
	b := f.rest()
	if len(b) < prismLength {
		return LinkTruncated
	}
	if binary.BigEndian.Uint32(b)&avsMagicMask != avsMagic {
		return NotIP
	}
	return f.driverHeader(binary.BigEndian.Uint32(b[4:]), headerIEEE80211)
}

// ppi reads a Per-Packet Information header, little-endian: version, flags, length, link type of what follows.
func (f *frame) ppi() Status {
	b := f.rest()
	if len(b) < ppiLength {
		return LinkTruncated
	}
	link := binary.LittleEndian.Uint32(b[4:])
	if b[0] != 0 || link > 0xffff {
		return NotIP
	}
	return f.driverHeader(uint32(binary.LittleEndian.Uint16(b[2:])), LinkType(link).header())
}

// driverHeader skips a header of n bytes.
func (f *frame) driverHeader(n uint32, next header) Status {
	if n < prismLength || n > maxSaneHeader {
		return NotIP
	}
	if !f.has(int(n)) {
		return LinkTruncated
	}
	f.skip(int(n), next)
	return OK
}
