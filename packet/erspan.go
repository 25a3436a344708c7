package packet

import "encoding/binary"

// ERSPAN headers, which follow the GRE header (draft-foschiano-erspan).
const (
	erspanLength       = 8
	erspan3Length      = 12
	erspanVersionII    = 1
	erspanVersionIII   = 2
	erspanSubheader    = 0x0001 // last bit of the type III header: 8 more bytes follow
	erspanSubheaderLen = 8
	erspanFrameTypeIP  = 2 // of type III; 0 is Ethernet
)

// erspan reads a type II header. Type I has no header and no GRE sequence number.
func (f *frame) erspan(sequence bool) bool {
	f.next = headerEthernet
	if !sequence {
		return true
	}
	b := f.rest()
	if len(b) < erspanLength || b[0]>>4 != erspanVersionII {
		return false
	}
	f.off += erspanLength
	return true
}

// erspan3 reads a type III header.
func (f *frame) erspan3() bool {
	b := f.rest()
	if len(b) < erspan3Length || b[0]>>4 != erspanVersionIII {
		return false
	}
	last := binary.BigEndian.Uint16(b[10:])
	n := erspan3Length
	if last&erspanSubheader != 0 {
		n += erspanSubheaderLen
	}
	if len(b) < n {
		return false
	}
	switch last >> 10 & 0x1f {
	case 0:
		f.skip(n, headerEthernet)
	case erspanFrameTypeIP:
		f.skip(n, headerIP)
	default:
		return false
	}
	return true
}
