package packet

import "encoding/binary"

// The L2TP header, version 2 (RFC 2661, section 3.1) and, over UDP, version 3 (RFC 3931, section 4.1.2).
const (
	l2tpControl     = 0x8000
	l2tpHasLength   = 0x4000
	l2tpHasSequence = 0x0800
	l2tpHasOffset   = 0x0200
	l2tpVersionMask = 0x000f
	l2tpIDsLength   = 4
	l2tpv3Length    = 4 // flags, version, reserved
	l2tpSession     = 4 // session identifier
	l2tpMaxCookie   = 8
	l2tpMaxSublayer = 4 // an L2-specific sublayer
)

// l2tp reads the header of a data message.
func (f *frame) l2tp() bool {
	b := f.rest()
	if len(b) < 2 {
		return false
	}
	flags := binary.BigEndian.Uint16(b)
	switch {
	case flags&l2tpControl != 0:
		return false
	case flags&l2tpVersionMask == 2:
		return f.l2tpv2(b, flags)
	case flags&l2tpVersionMask == 3 && len(b) >= l2tpv3Length:
		f.off += l2tpv3Length
		return f.l2tpSession()
	}
	return false
}

// l2tpv2 skips the fields that the flags announce, up to PPP.
func (f *frame) l2tpv2(b []byte, flags uint16) bool {
	n := 2
	if flags&l2tpHasLength != 0 {
		n += 2
	}
	n += l2tpIDsLength
	if flags&l2tpHasSequence != 0 {
		n += 4
	}
	if flags&l2tpHasOffset != 0 {
		if len(b) < n+2 {
			return false
		}
		n += 2 + int(binary.BigEndian.Uint16(b[n:]))
	}
	if len(b) < n {
		return false
	}
	f.skip(n, headerPPP)
	return true
}

// l2tpSession reads a session header of version 3 (RFC 3931, section 4.1). Only the endpoints know the lengths of
// cookie and sublayer and the content of the session, so it looks for IP in Ethernet or PPP at all possible offsets.
func (f *frame) l2tpSession() bool {
	b := f.rest()
	if len(b) < l2tpSession || binary.BigEndian.Uint32(b) == 0 {
		return false
	}
	for n := l2tpSession; n <= l2tpSession+l2tpMaxCookie+l2tpMaxSublayer && n < len(b); n += 4 {
		switch {
		case plausibleEthernet(b[n:]):
			f.skip(n, headerEthernet)
			return true
		case plausiblePPP(b[n:]):
			f.skip(n, headerPPP)
			return true
		}
	}
	return false
}
