package packet

import "encoding/binary"

// PPP protocol numbers (RFC 1661, section 2) and framing (RFC 1662, section 3.1).
const (
	pppIPv4    = 0x0021
	pppIPv6    = 0x0057
	pppMPLS    = 0x0281
	pppMPLSMul = 0x0283

	pppAddress    = 0xff // all stations
	pppControl    = 0x03 // unnumbered information
	pppCompressed = 1    // in the first byte of a protocol field of one byte

	directionLength = 1 // length of the direction that captures put before a frame
)

// Cisco HDLC, which shares link types with PPP (RFC 4349, section 3.1 describes the framing).
const (
	hdlcUnicast   = 0x0f
	hdlcMulticast = 0x8f
	hdlcLength    = 4
)

// PPP over Ethernet (RFC 2516, section 4).
const (
	pppoeLength      = 6
	pppoeVersionType = 0x11
	pppoeSession     = 0x00
)

// ppp reads the address and control fields, which may be missing (RFC 1661, section 6.6), and the protocol field,
// which may be one byte long (section 6.5). An address of Cisco HDLC is never a valid protocol field.
func (f *frame) ppp() Status {
	b := f.rest()
	if len(b) < 2 {
		return LinkTruncated
	}
	switch {
	case b[0] == pppAddress && b[1] == pppControl:
		f.off += 2
		b = b[2:]
	case isHDLC(b):
		return f.ciscoHDLC()
	}
	return f.pppProtocol(b)
}

func (f *frame) pppProtocol(b []byte) Status {
	if len(b) < 2 {
		return LinkTruncated
	}
	n, protocol := 2, binary.BigEndian.Uint16(b)
	if b[0]&pppCompressed != 0 {
		n, protocol = 1, uint16(b[0])
	}
	switch protocol {
	case pppIPv4:
		f.skip(n, headerIPv4)
	case pppIPv6:
		f.skip(n, headerIPv6)
	case pppMPLS, pppMPLSMul:
		f.skip(n, headerMPLS)
	default:
		return NotIP
	}
	return OK
}

// pppd reads a frame in which a direction replaces the address field.
func (f *frame) pppd() Status {
	if !f.has(2) {
		return LinkTruncated
	}
	if f.data[f.off+1] != pppControl {
		return NotIP
	}
	f.off += 2
	return f.pppProtocol(f.rest())
}

// pppoe reads the PPPoE header of a session.
func (f *frame) pppoe() Status {
	b := f.rest()
	if len(b) < pppoeLength {
		return LinkTruncated
	}
	if b[0] != pppoeVersionType || b[1] != pppoeSession {
		return NotIP
	}
	f.skip(pppoeLength, headerPPP)
	return OK
}

func isHDLC(b []byte) bool { return (b[0] == hdlcUnicast || b[0] == hdlcMulticast) && b[1] == 0 }

// ciscoHDLC reads the address, the control field and an EtherType.
func (f *frame) ciscoHDLC() Status {
	b := f.rest()
	if len(b) < hdlcLength {
		return LinkTruncated
	}
	t := binary.BigEndian.Uint16(b[2:])
	if !isHDLC(b) || t <= maxLength8023 {
		return NotIP
	}
	f.off += hdlcLength
	return f.etherType(t)
}

// plausiblePPP reports whether b looks like a PPP frame that carries IP.
func plausiblePPP(b []byte) bool {
	if len(b) < 5 || b[0] != pppAddress || b[1] != pppControl {
		return false
	}
	protocol, version := binary.BigEndian.Uint16(b[2:]), b[4]>>4
	return protocol == pppIPv4 && version == 4 || protocol == pppIPv6 && version == 6
}
