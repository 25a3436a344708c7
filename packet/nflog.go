package packet

import (
	"encoding/binary"
	"math/bits"
)

// NFLOG (linktypes/LINKTYPE_NFLOG.html of www.tcpdump.org): address family, version, resource, then attributes of length
// and type in the byte order of the capturing machine, each padded to four bytes.
const (
	nflogLength    = 4
	nflogVersion   = 0
	nflogAttribute = 4
	nflogHardware  = 8 // a type: length of the address in network byte order, two bytes of padding, the address
	nflogPayload   = 9
	nflogMaxType   = 255
)

// nflog reads attributes up to the packet.
func (f *frame) nflog(p *Packet) Status {
	b := f.rest()
	if len(b) < nflogLength+nflogAttribute {
		return LinkTruncated
	}
	if b[1] != nflogVersion {
		return NotIP
	}
	f.skip(nflogLength, headerIP)
	swapped := binary.LittleEndian.Uint16(b[nflogLength+2:]) > nflogMaxType
	for f.countHeader() {
		if !f.has(nflogAttribute) {
			return LinkTruncated
		}
		a := f.rest()
		n, kind := binary.LittleEndian.Uint16(a), binary.LittleEndian.Uint16(a[2:])
		if swapped {
			n, kind = bits.ReverseBytes16(n), bits.ReverseBytes16(kind)
		}
		if n < nflogAttribute {
			return NotIP
		}
		if kind == nflogPayload {
			f.off += nflogAttribute
			f.limit(uint32(n) - nflogAttribute)
			return OK
		}
		if kind == nflogHardware && n >= nflogAttribute+4+6 && len(a) >= int(n) &&
			binary.BigEndian.Uint16(a[nflogAttribute:]) == 6 {
			p.SrcMAC = uint32(f.off + nflogAttribute + 4)
		}
		if next := (int(n) + 3) &^ 3; f.skipTo(next, headerIP) != OK {
			return LinkTruncated
		}
	}
	return TooDeep
}

// PKTAP (linktypes/LINKTYPE_PKTAP.html of www.tcpdump.org), little-endian. Both versions have their flags in the same
// place.
const (
	pktapMinLength  = 108 // of version 1: up to the effective command's name
	pktap2MinLength = 40
	pktapFlags      = 36
	pktapVersion2   = 0x00080000
	pktapPacket     = 1 // record type
	pktapMaxLength  = 1024
	pktapDLTOffset  = 8
	pktap2DLTOffset = 6
	pktapMaxDLT     = 0xffff
	pktapTypeOffset = 4
)

// pktap reads the header of either version, up to the link type of the packet.
func (f *frame) pktap() Status {
	s := f.pktapHeader()
	if s == NotIP && f.first == LinkUser2 {
		return UnknownLink
	}
	return s
}

func (f *frame) pktapHeader() Status {
	b := f.rest()
	if len(b) < pktap2MinLength {
		return LinkTruncated
	}
	n, dlt := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[pktapDLTOffset:])
	least := uint32(pktapMinLength)
	if binary.LittleEndian.Uint32(b[pktapFlags:])&pktapVersion2 != 0 {
		n, dlt, least = uint32(b[0]), uint32(binary.LittleEndian.Uint16(b[pktap2DLTOffset:])), pktap2MinLength
	} else if binary.LittleEndian.Uint32(b[pktapTypeOffset:]) != pktapPacket {
		return NotIP
	}
	if n < least || n > pktapMaxLength || dlt > pktapMaxDLT {
		return NotIP
	}
	next := LinkType(dlt).header()
	if next == headerNone || next == headerPKTAP || next == headerJuniper {
		return UnknownLink
	}
	return f.skipTo(int(n), next)
}
