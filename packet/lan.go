package packet

import "encoding/binary"

// Token ring (IEEE 802.5): access control, frame control, addresses and an optional routing field.
const (
	tokenRingLength   = 14
	tokenRingTypeMask = 0xc0 // of the frame control field
	tokenRingLLC      = 0x40
	tokenRingRouted   = 0x80 // in the first byte of the source address
	tokenRingRouteLen = 0x1f // in the first byte of the routing field
	fddiLength        = 13
	fddiTypeMask      = 0x70 // of the frame control field: 48-bit addresses, format bits
	fddiLLC           = 0x50
)

func (f *frame) tokenRing(p *Packet) Status {
	b := f.rest()
	if len(b) < tokenRingLength {
		return LinkTruncated
	}
	if b[1]&tokenRingTypeMask != tokenRingLLC {
		return NotIP
	}
	p.setMACs(f.off+2, f.off+8)
	n := tokenRingLength
	if b[8]&tokenRingRouted != 0 {
		if len(b) == n {
			return LinkTruncated
		}
		n += int(b[n] & tokenRingRouteLen)
	}
	return f.skipTo(n, headerLLC)
}

// fddi reads frame control and addresses (ANSI INCITS 239).
func (f *frame) fddi(p *Packet) Status {
	b := f.rest()
	if len(b) < fddiLength {
		return LinkTruncated
	}
	if b[0]&fddiTypeMask != fddiLLC {
		return NotIP
	}
	p.setMACs(f.off+1, f.off+7)
	f.skip(fddiLength, headerLLC)
	return OK
}

// ARCNET: addresses of one byte, an optional offset of two bytes, then the type. Packets of RFC 1201 have a split
// flag and a sequence number after the type, and four more bytes before these if the flag is 0xff.
const (
	arcnetAddresses  = 2
	arcnetIPv4       = 0xd4 // RFC 1201
	arcnetIPv6       = 0xc4 // RFC 2497
	arcnetIPv4Old    = 0xf0 // RFC 1051
	arcnetSplit      = 3    // split flag and sequence number
	arcnetException  = 0xff
	arcnetExceptions = 4
	arcnetOffset     = 2 // of Linux
)

// arcnet reads the header with an offset field of the given length.
func (f *frame) arcnet(offset int) Status {
	n := arcnetAddresses + offset + 1
	if !f.has(n + arcnetSplit) {
		return LinkTruncated
	}
	kind, split := f.data[f.off+n-1], f.data[f.off+n]
	if kind == arcnetIPv4Old {
		return f.skipTo(n, headerIPv4)
	}
	if split == arcnetException {
		if n += arcnetExceptions; !f.has(n + arcnetSplit) {
			return LinkTruncated
		}
		split = f.data[f.off+n]
	}
	if split != 0 { // a fragment
		return NotIP
	}
	switch kind {
	case arcnetIPv4:
		return f.skipTo(n+arcnetSplit, headerIPv4)
	case arcnetIPv6:
		return f.skipTo(n+arcnetSplit, headerIPv6)
	}
	return NotIP
}

// IP over other media: the offset of the EtherType, or the length of the header.
const (
	apple1394Addresses = 16 // two of eight bytes
	ipoibReserved      = 2  // after the EtherType (RFC 4391, section 6)
	ipoibGRH           = 40 // global routing header, at the start of some captures
	ipoibGRHVersion    = 6
	ipoibGRHNext       = 0x1b
	ipOverFCLength     = 16 // two addresses, each after two bytes (RFC 2625, section 3.1)
)

func (f *frame) ipOverFC(p *Packet) Status {
	if !f.has(ipOverFCLength) {
		return LinkTruncated
	}
	p.setMACs(f.off+2, f.off+10)
	f.skip(ipOverFCLength, headerLLC)
	return OK
}

func (f *frame) ipoib() Status {
	b := f.rest()
	if len(b) > ipoibGRH && b[0]>>4 == ipoibGRHVersion && b[6] == ipoibGRHNext {
		f.off += ipoibGRH
	}
	if !f.has(typeLength + ipoibReserved) {
		return LinkTruncated
	}
	t := binary.BigEndian.Uint16(f.rest())
	f.off += typeLength + ipoibReserved
	if t <= maxLength8023 {
		return NotIP
	}
	return f.etherType(t)
}

// Fibre Channel (INCITS 373, FC-FS): a frame header, and an optional network header before LLC (RFC 4338).
const (
	fcLength        = 24
	fcDelimiter     = 4
	fcLLC           = 0x05 // type
	fcNetworkHeader = 0x20 // of the data field control
	fcOtherHeaders  = 0x53 // of the data field control: extended headers, an association header and a device header
)

func (f *frame) fc2() Status {
	b := f.rest()
	if len(b) < fcLength {
		return LinkTruncated
	}
	if b[8] != fcLLC || b[13]&fcOtherHeaders != 0 || binary.BigEndian.Uint16(b[14:]) != 0 {
		return NotIP
	}
	n := fcLength
	if b[13]&fcNetworkHeader != 0 {
		n += ipOverFCLength
	}
	return f.skipTo(n, headerLLC)
}
