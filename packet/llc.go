package packet

import "encoding/binary"

// Logical link control (IEEE 802.2) and the subnetwork access protocol (IEEE 802, section 9; RFC 1042).
const (
	llcLength    = 3
	snapLength   = 8
	llcSNAP      = 0xaaaa03   // both service access points and the control field of an unnumbered frame
	llcIP        = 0x060603   // likewise, of IP without SNAP
	ouiEtherType = 0x00000000 // what follows is an EtherType (RFC 1042)
	ouiBridged   = 0x000000f8 // likewise (IEEE 802.1H)
)

// llc reads an LLC header and the SNAP header behind it.
func (f *frame) llc() Status {
	b := f.rest()
	if len(b) < llcLength {
		return LinkTruncated
	}
	if uint24(b) == llcIP {
		f.skip(llcLength, headerIPv4)
		return OK
	}
	if !isSNAP(b) {
		return NotIP
	}
	if len(b) < snapLength {
		return LinkTruncated
	}
	oui, t := uint24(b[3:]), binary.BigEndian.Uint16(b[6:])
	if oui != ouiEtherType && oui != ouiBridged || t <= maxLength8023 {
		return NotIP
	}
	f.off += snapLength
	return f.etherType(t)
}

func isSNAP(b []byte) bool { return len(b) >= llcLength && uint24(b) == llcSNAP }

func uint24(b []byte) uint32 { return uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2]) }
