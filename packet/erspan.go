package packet

import "encoding/binary"

// ERSPAN headers behind GRE's (draft-foschiano-erspan).
const (
	erspanLength       = 8
	erspan3Length      = 12
	erspanVersionII    = 1
	erspanVersionIII   = 2
	erspanSubheader    = 0x0001 // last bit of the header of type III: 8 more bytes follow
	erspanSubheaderLen = 8
	erspanFrameTypeIP  = 2 // of type III; 0 is Ethernet
)

// erspan reads the header of type II; type I has none, nor a GRE sequence number.
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

// erspan3 reads the header of type III.
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
