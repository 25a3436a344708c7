package packet

import "encoding/binary"

// The GRE header (RFC 2784, RFC 2890), and the enhanced one of PPTP (RFC 2637, section 4.1).
const (
	greLength      = 4
	greFieldLength = 4      // length of each optional field
	greChecksum    = 0x8000 // flags
	greRouting     = 0x4000 // RFC 1701
	greKey         = 0x2000
	greSequence    = 0x1000
	greAcknowledge = 0x0080
	greVersionMask = 0x0007
	greReserved    = 0x4fff // over UDP (RFC 8086, section 5)

	greERSPAN    = 0x88be // types I and II
	greERSPAN3   = 0x22eb
	greRedirect  = 0x883e // WCCP; version 2 adds a header before IP
	redirectSize = 4
)

// gre reads the header and, for mirrored frames, the ERSPAN header that follows.
func (f *frame) gre() bool {
	b := f.rest()
	if len(b) < greLength {
		return false
	}
	flags, protocol := binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
	version := flags & greVersionMask
	if flags&greRouting != 0 || version > 1 || (version == 1) != (protocol == etherTypePPP) {
		return false
	}
	n := greHeaderLength(flags)
	if len(b) < n {
		return false
	}
	f.off += n
	switch protocol {
	case greERSPAN:
		return f.erspan(flags&greSequence != 0)
	case greERSPAN3:
		return f.erspan3()
	case greRedirect:
		return f.redirect()
	}
	return f.bridged(protocol)
}

// greInUDP reads a header that has only the flags that RFC 8086 allows.
func (f *frame) greInUDP() bool {
	b := f.rest()
	return len(b) >= greLength && binary.BigEndian.Uint16(b)&greReserved == 0 && f.gre()
}

func greHeaderLength(flags uint16) int {
	n := greLength
	for _, flag := range [...]uint16{greChecksum, greKey, greSequence} {
		if flags&flag != 0 {
			n += greFieldLength
		}
	}
	if flags&greVersionMask == 1 && flags&greAcknowledge != 0 {
		n += greFieldLength
	}
	return n
}

// redirect skips the redirect header of WCCP version 2, which does not look like IPv4.
func (f *frame) redirect() bool {
	b := f.rest()
	if len(b) <= redirectSize {
		return false
	}
	f.next = headerIPv4
	if b[0]>>4 != 4 {
		f.off += redirectSize
	}
	return true
}
