package packet

import "encoding/binary"

// Teredo (RFC 4380, section 5.1.1): an optional authentication header, an optional origin indication, then IPv6.
const (
	teredoAuthentication = 0x0001 // followed by the lengths of client identifier and authentication value
	teredoAuthLength     = 4
	teredoNonceLength    = 9 // including the confirmation byte
	teredoOrigin         = 0x0000
	teredoOriginLength   = 8

	teredoPrefix    = 0x20010000 // of client addresses (section 2.6)
	teredoPrefixOld = 0x3ffe831f // before the registration
	linkLocalPrefix = 0xfe800000 // of clients that look for a server (section 5.2.1)
)

// teredo reads the headers before an IPv6 packet with a Teredo address at one end.
func (f *frame) teredo() bool {
	if b := f.rest(); len(b) >= teredoAuthLength && binary.BigEndian.Uint16(b) == teredoAuthentication {
		n := teredoAuthLength + int(b[2]) + int(b[3]) + teredoNonceLength
		if len(b) < n {
			return false
		}
		f.off += n
	}
	if b := f.rest(); len(b) >= teredoOriginLength && binary.BigEndian.Uint16(b) == teredoOrigin {
		f.off += teredoOriginLength
	}
	b := f.rest()
	f.next = headerIPv6
	return len(b) >= ipv6Length && b[0]>>4 == 6 && (isTeredo(b[8:]) || isTeredo(b[24:]))
}

// isTeredo reports whether b begins with a Teredo address.
func isTeredo(b []byte) bool {
	switch binary.BigEndian.Uint32(b) {
	case teredoPrefix, teredoPrefixOld, linkLocalPrefix:
		return true
	}
	return false
}
