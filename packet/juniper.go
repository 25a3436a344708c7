package packet

import "encoding/binary"

// The capture header of Juniper's routers: a magic number, flags, and optional extensions with their length. A cookie
// follows; its length depends on the kind of interface. Cookies of multilink and services interfaces begin with an
// identifier.
const (
	juniperMagic      = 0x4d4743
	juniperLength     = 4
	juniperNoLink     = 0x02 // flag: no link-layer header; four bytes, then IP
	juniperExtended   = 0x80
	juniperProtocol   = 4
	juniperLS         = 0x54 // identifiers of cookies: link services
	juniperAS         = 0x47 // adaptive services, and eight bytes
	juniperASLength   = 8
	juniperASProtocol = 5 // offset of the protocol in such a cookie
	juniperASMask     = 0x70
	juniperASIPv4     = 0x00
	juniperASIPv6     = 0x10
	juniperASMPLS     = 0x20
	juniperESLength   = 16 // header of an encryption services interface, which some packets have
)

// juniperCookie returns the length of a cookie. A link services cookie is two bytes longer.
func juniperCookie(l LinkType) int {
	switch l {
	case LinkJuniperMLPPP, LinkJuniperMLFR:
		return 2
	case LinkJuniperATM1, LinkJuniperMFR:
		return 4
	case LinkJuniperATM2, LinkJuniperGGSN, LinkJuniperMonitor, LinkJuniperServices:
		return 8
	}
	return 0
}

// juniper reads the header and the cookie.
func (f *frame) juniper() Status {
	b := f.rest()
	if len(b) < juniperLength {
		return LinkTruncated
	}
	if uint24(b) != juniperMagic {
		return NotIP
	}
	flags, n := b[3], juniperLength
	if flags&juniperExtended != 0 {
		if len(b) < n+2 {
			return LinkTruncated
		}
		n += 2 + int(binary.BigEndian.Uint16(b[n:]))
	}
	if flags&juniperNoLink != 0 {
		return f.skipTo(n+juniperProtocol, headerIP)
	}
	if s := f.skipTo(n, headerNone); s != OK {
		return s
	}
	return f.juniperLink()
}

// juniperLink sets the next header by the link type.
func (f *frame) juniperLink() Status {
	switch f.first {
	case LinkJuniperEther, LinkJuniperPPPoE:
		f.next = headerEthernet
	case LinkJuniperPPP:
		f.next = headerPPP
	case LinkJuniperCHDLC:
		f.next = headerCiscoHDLC
	case LinkJuniperFrame:
		f.next = headerFrameRelay
	case LinkJuniperPPPoEATM:
		return f.skipToType(0)
	case LinkJuniperMLPPP, LinkJuniperMLFR, LinkJuniperMFR:
		return f.juniperMultilink()
	case LinkJuniperATM1, LinkJuniperATM2:
		return f.juniperATM(juniperCookie(f.first))
	case LinkJuniperGGSN, LinkJuniperMonitor, LinkJuniperServices:
		return f.skipTo(juniperCookie(f.first), headerIP)
	default:
		return f.guess()
	}
	return OK
}

// juniperMultilink reads the cookie of a bundle. Frames of its links have no cookie.
func (f *frame) juniperMultilink() Status {
	b := f.rest()
	if len(b) < 4 {
		return LinkTruncated
	}
	n := juniperCookie(f.first)
	switch {
	case f.first == LinkJuniperMLPPP && isPPP(b):
		f.next = headerPPP
		return OK
	case f.first == LinkJuniperMFR && b[0]&mfrWholeFrame == mfrWholeFrame:
		f.next = headerMFR
		return OK
	case b[0] == juniperAS:
		return f.juniperAS(b)
	case b[0] == juniperLS:
		n += 2
	}
	if f.first == LinkJuniperMLPPP {
		return f.skipTo(n, headerPPP)
	}
	if !f.has(n + 1) {
		return LinkTruncated
	}
	if f.data[f.off+n] == frControl {
		n++
	}
	return f.skipTo(n, headerNLPID)
}

func (f *frame) juniperAS(b []byte) Status {
	if len(b) < juniperASLength {
		return LinkTruncated
	}
	switch b[juniperASProtocol] & juniperASMask {
	case juniperASIPv4:
		f.skip(juniperASLength, headerIPv4)
	case juniperASIPv6:
		f.skip(juniperASLength, headerIPv6)
	case juniperASMPLS:
		f.skip(juniperASLength, headerMPLS)
	default:
		return NotIP
	}
	return OK
}

// juniperATM distinguishes the encapsulations of AAL5 (RFC 2684, RFC 2364), which the frame does not name.
func (f *frame) juniperATM(cookie int) Status {
	if !f.has(cookie + llcLength) {
		return LinkTruncated
	}
	f.off += cookie
	b := f.rest()
	switch {
	case uint24(b) == llcOSI || uint24(b) == llcSNAP:
		f.next = headerLLC
	case b[0] == frControl:
		f.skip(1, headerNLPID)
	case isPPP(b):
		f.next = headerPPP
	default:
		return f.guess()
	}
	return OK
}

// isPPP reports whether b begins with the address and control fields of PPP, or with a protocol field that Decode
// knows.
func isPPP(b []byte) bool {
	switch binary.BigEndian.Uint16(b) {
	case pppAddress<<8 | pppControl, pppIPv4, pppIPv6, pppMPLS, pppMPLSMul:
		return true
	}
	return false
}

// guess looks for an IP header in a frame that does not name its protocol: after an Ethernet header, after an
// encryption services header, or immediately.
func (f *frame) guess() Status {
	b := f.rest()
	switch {
	case plausibleIP(b, f.wire-uint32(f.off)):
		f.next = headerIP
	case plausibleEthernet(b):
		f.next = headerEthernet
	case len(b) > juniperESLength && plausibleIP(b[juniperESLength:], f.wire-uint32(f.off)-juniperESLength):
		f.skip(juniperESLength, headerIP)
	default:
		return NotIP
	}
	return OK
}
