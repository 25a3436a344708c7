package packet

import "encoding/binary"

// EtherTypes of tags between the addresses and the EtherType of a frame (IEEE 802 Numbers of IANA).
const (
	etherTypeMetaData   = 0x8909 // Cisco's, of TrustSec
	etherTypeVNTag      = 0x8926 // Cisco's virtual interfaces
	etherTypeTimestamp  = 0x8988 // Cisco's timestamp tag
	etherTypeETag       = 0x893f // IEEE 802.1BR
	etherTypeBackbone   = 0x88e7 // provider backbone bridging, the I-TAG of IEEE 802.1Q
	etherTypeFabricPath = 0x8903 // Cisco's
	etherTypeNSH        = 0x894f // network service header
	etherTypeHSR        = 0x892f // high-availability seamless redundancy, IEC 62439-3
	etherTypeRTag       = 0xf1c1 // redundancy tag of IEEE 802.1CB
	etherTypeMACsec     = 0x88e5 // IEEE 802.1AE
	etherTypeTRILL      = 0x22f3 // RFC 6325
	etherTypeEDSA       = 0xdada // Linux' default of the tag of Marvell's switches
)

// Bytes between the EtherType of a tag and the next header.
const (
	vnTagLength      = 4 // an EtherType follows this tag and the next four
	hsrLength        = 4
	eTagLength       = 6
	timestampLength  = 6
	edsaLength       = 6
	backboneLength   = 4 // an Ethernet frame follows this tag and the next one
	fabricPathLength = 2

	typeLength = 2 // of an EtherType
)

// tagType sets the next header to the tag that an EtherType names.
func (f *frame) tagType(t uint16) Status {
	switch t {
	case etherTypeVNTag, etherTypeHSR, etherTypeRTag:
		f.next = headerTag4
	case etherTypeTimestamp, etherTypeETag, etherTypeEDSA:
		f.next = headerTag6
	case etherTypeMetaData:
		f.next = headerMetaData
	case etherTypeBackbone:
		f.next = headerBackbone
	case etherTypeFabricPath:
		f.next = headerFabricPath
	case etherTypeNSH:
		f.next = headerNSH
	case etherTypeMACsec:
		f.next = headerMACsec
	case etherTypeTRILL:
		f.next = headerTRILL
	default:
		return NotIP
	}
	return OK
}

// tag reads one of the tags.
func (f *frame) tag() Status {
	switch f.next {
	case headerTag4:
		return f.skipToType(hsrLength)
	case headerTag6:
		return f.skipToType(eTagLength)
	case headerMetaData:
		return f.metaData()
	case headerBackbone:
		return f.skipTo(backboneLength, headerEthernet)
	case headerFabricPath:
		return f.skipTo(fabricPathLength, headerEthernet)
	case headerNSH:
		return f.nsh()
	case headerMACsec:
		return f.macsec()
	case headerTRILL:
		return f.trill()
	}
	return UnknownLink
}

// skipTo skips n bytes to the next header.
func (f *frame) skipTo(n int, next header) Status {
	if !f.has(n) {
		return LinkTruncated
	}
	f.skip(n, next)
	return OK
}

// skipToType skips n bytes and the EtherType that follows them.
func (f *frame) skipToType(n int) Status {
	if !f.has(n + typeLength) {
		return LinkTruncated
	}
	t := binary.BigEndian.Uint16(f.data[f.off+n:])
	f.off += n + typeLength
	return f.etherType(t)
}

// Cisco MetaData: version, length of the options in words of four bytes, options.
const (
	metaDataLength  = 2
	metaDataVersion = 1
	metaDataOption  = 4
)

func (f *frame) metaData() Status {
	if !f.has(metaDataLength) {
		return LinkTruncated
	}
	b := f.rest()
	if b[0] != metaDataVersion {
		return NotIP
	}
	return f.skipToType(metaDataLength + metaDataOption*int(b[1]))
}

// The TRILL header (RFC 6325, section 3.1): version, length of the options in words of four bytes, hop count, nicknames.
const (
	trillLength      = 6
	trillVersionMask = 0xc000
)

func (f *frame) trill() Status {
	if !f.has(trillLength) {
		return LinkTruncated
	}
	word := binary.BigEndian.Uint16(f.rest())
	if word&trillVersionMask != 0 {
		return NotIP
	}
	return f.skipTo(trillLength+4*int(word>>6&0x1f), headerEthernet)
}

// The MACsec security tag (IEEE 802.1AE, section 9.3) and the trailer.
const (
	macsecLength    = 6 // control, short length, packet number
	macsecSCILength = 8
	macsecICVLength = 16
	macsecVersion   = 0x80 // in the control byte
	macsecHasSCI    = 0x20
	macsecEncrypted = 0x08
	macsecChanged   = 0x04 // the data was changed, with or without encryption
	macsecShort     = 0x3f // short length: the length of the data if below 48, else 0
)

// macsec reads the tag of an authenticated frame without encryption.
func (f *frame) macsec() Status {
	if !f.has(macsecLength) {
		return LinkTruncated
	}
	control, short := f.data[f.off], uint32(f.data[f.off+1]&macsecShort)
	switch {
	case control&macsecVersion != 0:
		return NotIP
	case control&(macsecEncrypted|macsecChanged) != 0:
		return Encrypted
	}
	n := macsecLength
	if control&macsecHasSCI != 0 {
		n += macsecSCILength
	}
	if !f.has(n) {
		return LinkTruncated
	}
	f.off += n
	if left := f.wire - uint32(f.off); short == 0 && left > macsecICVLength {
		f.limit(left - macsecICVLength)
	} else if short != 0 {
		f.limit(short)
	}
	return f.skipToType(0)
}

// The network service header (RFC 8300, section 2.2): version, flags and length in words of four bytes, then the type of
// the metadata and the next protocol (section 12.4; RFC 7665).
const (
	nshLength      = 8 // base header and service path header
	nshVersionMask = 0xc000
	nshOAM         = 0x2000
	nshWordsMask   = 0x003f
	nshIPv4        = 1
	nshIPv6        = 2
	nshEthernet    = 3
	nshNSH         = 4
	nshMPLS        = 5
)

func (f *frame) nsh() Status {
	if !f.has(nshLength) {
		return LinkTruncated
	}
	b := f.rest()
	word := binary.BigEndian.Uint16(b)
	n := 4 * int(word&nshWordsMask)
	if word&(nshVersionMask|nshOAM) != 0 || n < nshLength {
		return NotIP
	}
	next := nshNext(b[3])
	if next == headerNone {
		return NotIP
	}
	return f.skipTo(n, next)
}

func nshNext(protocol byte) header {
	switch protocol {
	case nshIPv4:
		return headerIPv4
	case nshIPv6:
		return headerIPv6
	case nshEthernet:
		return headerEthernet
	case nshNSH:
		return headerNSH
	case nshMPLS:
		return headerMPLS
	}
	return headerNone
}
