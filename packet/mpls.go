package packet

const (
	mplsLength  = 4
	mplsBottom  = 1 // bottom of stack, in the third byte (RFC 3032, section 2.1)
	mplsControl = 4 // length of a pseudowire's control word (RFC 4385)
)

// mpls reads one label stack entry. MPLS does not name its content. After the last entry, the next four bits
// distinguish IP from a pseudowire (RFC 4928). A pseudowire is decoded as Ethernet (RFC 4448) if it looks like IP in
// Ethernet.
func (f *frame) mpls() Status {
	b := f.rest()
	if len(b) < mplsLength {
		return LinkTruncated
	}
	f.off += mplsLength
	if b[2]&mplsBottom == 0 {
		return OK
	}
	if len(b) == mplsLength {
		return LinkTruncated
	}
	return f.mplsPayload(b[mplsLength:])
}

func (f *frame) mplsPayload(b []byte) Status {
	nibble := b[0] >> 4
	switch {
	case nibble == 4:
		f.next = headerIPv4
	case nibble == 6:
		f.next = headerIPv6
	case nibble == 0 && len(b) > mplsControl && plausibleEthernet(b[mplsControl:]):
		f.skip(mplsControl, headerEthernet)
	case plausibleEthernet(b):
		f.next = headerEthernet
	default:
		return NotIP
	}
	return OK
}

// mplsStack reads a whole label stack of MPLS in UDP (RFC 7510). It checks the content more strictly than mpls.
func (f *frame) mplsStack() bool {
	for f.countHeader() {
		b := f.rest()
		if len(b) <= mplsLength {
			return false
		}
		f.off += mplsLength
		if b[2]&mplsBottom != 0 {
			b = b[mplsLength:]
			return f.mplsPayload(b) == OK && (f.next == headerEthernet || f.exact())
		}
	}
	return false
}
