package packet

import "encoding/binary"

// Logical link control (IEEE 802.2) and the subnetwork access protocol (IEEE 802, section 9; RFC 1042).
const (
	llcLength    = 3
	snapLength   = 5
	llcSNAP      = 0xaaaa03   // both service access points and the control field of an unnumbered frame
	llcIP        = 0x060603   // likewise, of IP without SNAP
	llcOSI       = 0xfefe03   // likewise: a network layer protocol identifier follows
	ouiEtherType = 0x00000000 // what follows is an EtherType (RFC 1042)
	ouiTunnelled = 0x000000f8 // likewise (IEEE 802.1H)
	ouiBridged   = 0x000080c2 // a whole frame follows (RFC 2684, section 5.2; RFC 2427, section 4.2)
	bridgedFCS   = 1          // kind of frame: IEEE 802.3 with frame check sequence
	bridged8023  = 7
	bridgedPad   = 2 // bytes before the frame, over ATM
)

// llc reads an LLC header and the SNAP header that follows.
func (f *frame) llc() Status {
	b := f.rest()
	if len(b) < llcLength {
		return LinkTruncated
	}
	switch uint24(b) {
	case llcIP:
		f.skip(llcLength, headerIPv4)
	case llcOSI:
		f.skip(llcLength, headerNLPID)
	case llcSNAP:
		f.off += llcLength
		return f.snap(bridgedPad)
	default:
		return NotIP
	}
	return OK
}

// snap reads a SNAP header. A bridged frame follows after pad bytes.
func (f *frame) snap(pad int) Status {
	if !f.has(snapLength) {
		return LinkTruncated
	}
	b := f.rest()
	oui, t := uint24(b), binary.BigEndian.Uint16(b[3:])
	f.off += snapLength
	switch {
	case oui == ouiBridged && (t == bridgedFCS || t == bridged8023):
		return f.skipTo(pad, headerEthernet)
	case oui != ouiEtherType && oui != ouiTunnelled || t <= maxLength8023:
		return NotIP
	}
	return f.etherType(t)
}

func isSNAP(b []byte) bool { return len(b) >= llcLength && uint24(b) == llcSNAP }

func uint24(b []byte) uint32 { return uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2]) }
