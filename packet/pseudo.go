package packet

import "encoding/binary"

// Headers that capturing programs and devices add before the frame (www.tcpdump.org/linktypes.html).
const (
	slipLength         = 16
	encLength          = 12 // address family, index, flags
	ipnetLength        = 24
	ipnetIPv6          = 26 // address family of Solaris
	pflogMinLength     = 48 // up to the rule
	netAnalyzerLength  = 4
	preambleLength     = 8
	eponLength         = 6
	sunATMLength       = 4
	sunATMLANE         = 1 // traffic type: LAN emulation, with an identifier of two bytes
	sunATMLLC          = 2
	laneIdentifier     = 2
	preambleByte       = 0x55
	startOfFrame       = 0xd5 // IEEE 802.3, section 4.2.6; 802.3br, section 99.3.3, has the next ones
	startOfPreempted0  = 0xe6
	startOfPreempted1  = 0x4c
	startOfPreempted2  = 0x7f
	startOfPreempted3  = 0xb3
	ax25Address        = 7    // address of a station; the last one has bit 0 of its last byte set
	ax25MaxAddresses   = 10   // destination, source and repeaters (AX.25, section 3.12)
	ax25Unnumbered     = 0x03 // control field
	ax25PollBit        = 0x10
	ax25IP             = 0xcc // protocol identifier
	docsisLength       = 4    // DOCSIS MULPI, section 6.2
	docsisCheck        = 2
	docsisTypeMask     = 0xc0
	docsisHasExtension = 0x01
)

// pseudo reads one of these headers.
func (f *frame) pseudo(p *Packet) Status {
	switch f.next {
	case headerSLIP:
		return f.skipTo(slipLength, headerIP)
	case headerENC:
		return f.family(encLength)
	case headerPFLOG:
		return f.pflog()
	case headerIPNET:
		return f.ipnet()
	case headerNetAnalyzer:
		return f.withoutFCS(f.skipTo(netAnalyzerLength, headerEthernet))
	case headerNetAnalyzerT:
		return f.withoutFCS(f.skipTo(netAnalyzerLength+preambleLength, headerEthernet))
	case headerEPON:
		return f.skipTo(eponLength, headerEthernet)
	case headerMPacket:
		return f.withoutFCS(f.mpacket())
	case headerSunATM:
		return f.sunATM()
	case headerAX25KISS:
		return f.skipTo(1, headerAX25)
	case headerAX25:
		return f.ax25()
	case headerDOCSIS:
		return f.docsis()
	case headerTZSP:
		return f.tzspLink()
	case headerNFLOG:
		return f.nflog(p)
	case headerPKTAP:
		return f.pktap()
	case headerERF:
		return f.erf()
	case headerGFP:
		return f.gfp()
	}
	return UnknownLink
}

// withoutFCS removes the frame check sequence from the end of the frame.
func (f *frame) withoutFCS(s Status) Status {
	if left := f.wire - uint32(f.off); s == OK && left >= fcsLength {
		f.limit(left - fcsLength)
	}
	return s
}

// pflog reads a header that begins with its length, without padding to four bytes, and the address family.
func (f *frame) pflog() Status {
	if !f.has(2) {
		return LinkTruncated
	}
	n := int(f.data[f.off]+3) &^ 3
	if n < pflogMinLength {
		return NotIP
	}
	return f.skipTo(n, headerIP)
}

func (f *frame) ipnet() Status {
	if !f.has(ipnetLength) {
		return LinkTruncated
	}
	switch f.data[f.off+1] {
	case familyIPv4:
		f.skip(ipnetLength, headerIPv4)
	case ipnetIPv6:
		f.skip(ipnetLength, headerIPv6)
	default:
		return NotIP
	}
	return OK
}

// mpacket reads a preamble, which may be shorter than eight bytes. A preempted frame continues in another one.
func (f *frame) mpacket() Status {
	for i, b := range f.rest() {
		switch b {
		case startOfFrame, startOfPreempted0, startOfPreempted1, startOfPreempted2, startOfPreempted3:
			f.skip(i+1, headerEthernet)
			return OK
		}
		if b != preambleByte || i == preambleLength {
			return NotIP
		}
	}
	return LinkTruncated
}

func (f *frame) sunATM() Status {
	if !f.has(sunATMLength) {
		return LinkTruncated
	}
	switch f.data[f.off] & 0x0f {
	case sunATMLANE:
		return f.skipTo(sunATMLength+laneIdentifier, headerEthernet)
	case sunATMLLC:
		f.skip(sunATMLength, headerLLC)
		return OK
	}
	return NotIP
}

// ax25 reads the addresses, the control field and the protocol identifier of an unnumbered frame (AX.25, section 3).
func (f *frame) ax25() Status {
	for range ax25MaxAddresses {
		if !f.has(ax25Address + 2) {
			return LinkTruncated
		}
		f.off += ax25Address
		if f.data[f.off-1]&1 == 0 {
			continue
		}
		if f.data[f.off]&^ax25PollBit != ax25Unnumbered || f.data[f.off+1] != ax25IP {
			return NotIP
		}
		f.skip(2, headerIPv4)
		return OK
	}
	return NotIP
}

// docsis reads the MAC header of a frame with an Ethernet frame in it.
func (f *frame) docsis() Status {
	if !f.has(docsisLength) {
		return LinkTruncated
	}
	control := f.data[f.off]
	if control&docsisTypeMask != 0 {
		return NotIP
	}
	n := docsisLength + docsisCheck
	if control&docsisHasExtension != 0 {
		n += int(f.data[f.off+1])
	}
	return f.skipTo(n, headerEthernet)
}

func (f *frame) tzspLink() Status {
	if !f.tzsp() {
		return NotIP
	}
	return OK
}

// The generic framing procedure (ITU-T G.7041): a core header of length and check, a type and its check, and an
// optional extension header.
const (
	gfpLength       = 8
	gfpExtension    = 4
	gfpClientMask   = 0xe0 // payload type identifier in the first byte of the type; 0 is client data
	gfpHasFCS       = 0x10
	gfpEthernet     = 0x01 // user payload identifier in the second byte
	gfpPPP          = 0x02
	gfpMPLS         = 0x0d
	gfpMPLSMul      = 0x0e
	gfpIPv4         = 0x10
	gfpIPv6         = 0x11
	gfpMaxExtension = 1
)

func (f *frame) gfp() Status {
	if !f.has(gfpLength) {
		return LinkTruncated
	}
	b := f.rest()
	kind, extension := b[4], b[4]&0x0f
	next := gfpNext(b[5])
	if kind&gfpClientMask != 0 || extension > gfpMaxExtension || next == headerNone {
		return NotIP
	}
	s := f.skipTo(gfpLength+gfpExtension*int(extension), next)
	if kind&gfpHasFCS != 0 {
		s = f.withoutFCS(s)
	}
	return s
}

func gfpNext(user byte) header {
	switch user {
	case gfpEthernet:
		return headerEthernet
	case gfpPPP:
		return headerPPP
	case gfpMPLS, gfpMPLSMul:
		return headerMPLS
	case gfpIPv4:
		return headerIPv4
	case gfpIPv6:
		return headerIPv6
	}
	return headerNone
}

// ERF records of Endace's cards (Endace, ERF types reference): time stamp, type, flags, lengths. Extension headers of
// eight bytes follow while the first bit of the type, or of the previous extension header, is set.
const (
	erfLength        = 16
	erfExtension     = 8
	erfMaxExtensions = 16
	erfMore          = 0x80
	erfHDLC          = 1
	erfEthernet      = 2
	erfColorHDLC     = 10
	erfColorEthernet = 11
	erfDSMHDLC       = 15
	erfDSMEthernet   = 16
	erfHashHDLC      = 19
	erfHashEthernet  = 20
	erfIPv4          = 22
	erfIPv6          = 23
	erfEthernetPad   = 2 // before the Ethernet header
)

func (f *frame) erf() Status {
	if !f.has(erfLength) {
		return LinkTruncated
	}
	kind, wire := f.data[f.off+8], uint32(binary.BigEndian.Uint16(f.data[f.off+14:]))
	f.off += erfLength
	for more, i := kind, 0; more&erfMore != 0; i++ {
		if i == erfMaxExtensions || !f.has(erfExtension) {
			return cutOr(i < erfMaxExtensions)
		}
		more = f.data[f.off]
		f.off += erfExtension
	}
	switch kind &^ erfMore {
	case erfEthernet, erfColorEthernet, erfDSMEthernet, erfHashEthernet:
		s := f.skipTo(erfEthernetPad, headerEthernet)
		if s == OK {
			f.limit(wire)
		}
		return s
	case erfHDLC, erfColorHDLC, erfDSMHDLC, erfHashHDLC:
		f.next = headerPPP
	case erfIPv4:
		f.next = headerIPv4
	case erfIPv6:
		f.next = headerIPv6
	default:
		return NotIP
	}
	return OK
}
