package packet

import "encoding/binary"

// Frame relay (ITU-T Q.922; RFC 2427, section 3) and multilink frame relay (FRF.16.1, FRF.12).
const (
	frLastByte    = 0x01 // bit of the last byte of an address
	frMaxAddress  = 4
	frControl     = 0x03 // unnumbered information
	mfrLength     = 2
	mfrWholeFrame = 0xc0 // both the first and the last fragment
	mfrControl    = 0x20
)

// Network layer protocol identifiers (ISO/IEC TR 9577).
const (
	nlpidPadding = 0x00
	nlpidSNAP    = 0x80
	nlpidIPv6    = 0x8e
	nlpidIPv4    = 0xcc
	nlpidPPP     = 0xcf // RFC 1973, RFC 2364
)

// frameRelay reads the address and the protocol: a control field and an identifier, or an EtherType in Cisco's
// encapsulation.
func (f *frame) frameRelay() Status {
	n := 0
	for b := f.rest(); ; n++ {
		if n == len(b) {
			return LinkTruncated
		}
		if n == frMaxAddress {
			return NotIP
		}
		if b[n]&frLastByte != 0 {
			n++
			break
		}
	}
	f.off += n
	if n < 2 || !f.has(typeLength) {
		return cutOr(n >= 2)
	}
	if f.data[f.off] == frControl {
		f.skip(1, headerNLPID)
		return OK
	}
	if t := binary.BigEndian.Uint16(f.rest()); t > maxLength8023 {
		return f.skipToType(0)
	}
	return NotIP
}

// cutOr returns LinkTruncated if the frame is cut, else NotIP.
func cutOr(cut bool) Status {
	if cut {
		return LinkTruncated
	}
	return NotIP
}

// nlpid reads a network layer protocol identifier.
func (f *frame) nlpid() Status {
	if !f.has(1) {
		return LinkTruncated
	}
	switch f.data[f.off] {
	case nlpidPadding:
		f.skip(1, headerNLPID)
	case nlpidIPv4:
		f.skip(1, headerIPv4)
	case nlpidIPv6:
		f.skip(1, headerIPv6)
	case nlpidPPP:
		f.skip(1, headerPPP)
	case nlpidSNAP:
		f.off++
		return f.snap(0)
	default:
		return NotIP
	}
	return OK
}

// multilink reads the fragmentation header of an unfragmented frame.
func (f *frame) multilink() Status {
	if !f.has(mfrLength) {
		return LinkTruncated
	}
	if b := f.data[f.off]; b&mfrWholeFrame != mfrWholeFrame || b&mfrControl != 0 {
		return NotIP
	}
	f.skip(mfrLength, headerFrameRelay)
	return OK
}
