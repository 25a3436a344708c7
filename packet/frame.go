package packet

import "github.com/nfstream/nfstream-go/flowkey"

// header is a kind of header that a frame can have next.
type header uint8

const (
	headerNone header = iota
	headerEthernet
	headerVLAN
	headerLLC
	headerMPLS
	headerPPPoE
	headerPPP
	headerPPPDir
	headerCiscoHDLC
	headerLoopback
	headerSLL
	headerSLL2
	headerRadiotap
	headerPrism
	headerAVS
	headerIEEE80211
	headerPPI
	headerPPPD
	headerCiscoHDLCDir
	headerFrameRelay
	headerFrameRelayDir
	headerNLPID
	headerMFR
	headerTokenRing
	headerFDDI
	headerARCNET
	headerARCNETLinux
	headerAppleIP1394
	headerIPOverFC
	headerIPoIB
	headerFC2
	headerFC2Delimited
	headerDSABroadcom
	headerDSABroadcomP
	headerDSAMarvell
	headerEDSAMarvell
	headerJuniper
	headerTags // a tag, see tags.go
	headerTag4
	headerTag6
	headerMetaData
	headerBackbone
	headerFabricPath
	headerNSH
	headerMACsec
	headerTRILL
	headerPseudo // a header that the capturing program added, see pseudo.go
	headerSLIP
	headerENC
	headerPFLOG
	headerIPNET
	headerNetAnalyzer
	headerNetAnalyzerT
	headerEPON
	headerMPacket
	headerSunATM
	headerAX25
	headerAX25KISS
	headerDOCSIS
	headerTZSP
	headerNFLOG
	headerPKTAP
	headerERF
	headerGFP
	headerIP // IPv4 or IPv6, by the first four bits
	headerIPv4
	headerIPv6
)

// frame is the state of a Decode: the next header and its bounds.
type frame struct {
	data    []byte // Packet.Data up to the end of the innermost header's payload
	off     int    // offset of the next header; at most len(data)
	wire    uint32 // offset of that end on the wire; at least len(data)
	next    header
	headers uint8 // headers read
	partial bool  // the content is the first fragment of a longer packet
	padded  bool  // an 802.11 header is padded to four bytes
	waiting bool  // the content is a fragment that should wait
	first   LinkType
	ip      ipInfo
}

// ipInfo holds the facts of the IP header that the transport layer needs.
type ipInfo struct {
	id    uint32 // identification of a fragment
	proto uint8  // protocol field of a fragment, before its extension headers
	part  part
	more  bool // fragments follow

	// For a fragment: the start and end of its data in the frame, the end on the wire, and the offset in the packet.
	at, end, offset uint32
}

// part is the part of an IP packet that a packet holds.
type part uint8

const (
	whole part = iota
	firstFragment
	laterFragment
)

func newFrame(p *Packet, link LinkType) frame {
	return frame{data: p.Data, wire: max(p.WireLength, uint32(len(p.Data))), next: link.header(), first: link}
}

// countHeader counts a header and reports whether MaxHeaders allows it.
func (f *frame) countHeader() bool {
	f.headers++
	return f.headers <= MaxHeaders
}

// rest returns the bytes from the next header to the end.
func (f *frame) rest() []byte { return f.data[f.off:] }

// has reports whether n more bytes were captured.
func (f *frame) has(n int) bool { return len(f.data)-f.off >= n }

// skip advances by n bytes, which must have been captured.
func (f *frame) skip(n int, next header) {
	f.off += n
	f.next = next
}

// limit ends the frame at most n bytes after the current offset.
func (f *frame) limit(n uint32) {
	if n < f.wire-uint32(f.off) {
		f.wire = uint32(f.off) + n
		f.data = f.data[:min(uint32(len(f.data)), f.wire)]
	}
}

// link reads a link-layer header other than Ethernet's.
func (f *frame) link(p *Packet) Status {
	switch f.next {
	case headerVLAN:
		return f.vlan(p)
	case headerIP:
		return f.ipVersion()
	case headerLLC:
		return f.llc()
	case headerMPLS:
		return f.mpls()
	case headerPPPoE:
		return f.pppoe()
	case headerPPP:
		return f.ppp()
	case headerSLL:
		return f.sll(p)
	case headerSLL2:
		return f.sll2(p)
	case headerLoopback:
		return f.loopback()
	}
	return f.rareLink(p)
}

func (f *frame) rareLink(p *Packet) Status {
	switch {
	case f.next > headerPseudo:
		return f.pseudo(p)
	case f.next > headerTags:
		return f.tag()
	}
	switch f.next {
	case headerIEEE80211:
		return f.ieee80211(p)
	case headerRadiotap:
		return f.radiotap()
	case headerPrism:
		return f.prism()
	case headerAVS:
		return f.avs()
	case headerPPI:
		return f.ppi()
	case headerPPPDir:
		return f.skipTo(directionLength, headerPPP)
	case headerPPPD:
		return f.pppd()
	case headerCiscoHDLC:
		return f.ciscoHDLC()
	case headerCiscoHDLCDir:
		return f.skipTo(directionLength, headerCiscoHDLC)
	case headerJuniper:
		return f.juniper()
	}
	return f.rareLAN(p)
}

func (f *frame) rareLAN(p *Packet) Status {
	switch f.next {
	case headerFrameRelay:
		return f.frameRelay()
	case headerFrameRelayDir:
		return f.skipTo(directionLength, headerFrameRelay)
	case headerNLPID:
		return f.nlpid()
	case headerMFR:
		return f.multilink()
	case headerTokenRing:
		return f.tokenRing(p)
	case headerFDDI:
		return f.fddi(p)
	case headerARCNET:
		return f.arcnet(0)
	case headerARCNETLinux:
		return f.arcnet(arcnetOffset)
	case headerAppleIP1394:
		return f.skipToType(apple1394Addresses)
	case headerIPOverFC:
		return f.ipOverFC(p)
	case headerIPoIB:
		return f.ipoib()
	case headerFC2:
		return f.fc2()
	case headerFC2Delimited:
		return f.skipTo(fcDelimiter, headerFC2)
	case headerDSABroadcom:
		return f.switchTag(p, broadcomLength)
	case headerDSABroadcomP:
		return f.skipTo(broadcomLength, headerEthernet)
	case headerDSAMarvell:
		return f.marvell(p, 0)
	case headerEDSAMarvell:
		return f.marvell(p, marvellPrefix)
	}
	return UnknownLink
}

// ipVersion sets the next header to IPv4 or IPv6 by the version field.
func (f *frame) ipVersion() Status {
	if !f.has(1) {
		return NetworkTruncated
	}
	switch f.data[f.off] >> 4 {
	case 4:
		f.next = headerIPv4
	case 6:
		f.next = headerIPv6
	default:
		return NotIP
	}
	return OK
}

// reset clears the fields that Decode sets.
func (p *Packet) reset() {
	p.Key = flowkey.Key{}
	p.Hash = 0
	p.Reverse = false
	p.Direction = 0
	p.Partial = false
	p.Network, p.Transport, p.Payload, p.End = 0, 0, 0, 0
	p.SrcMAC, p.DstMAC = NoOffset, NoOffset
	p.IPLength, p.TransportLength, p.PayloadLength = 0, 0, 0
	p.clearTransport()
}

// clearTransport clears the fields that only some transports set.
func (p *Packet) clearTransport() {
	p.Key.PortA, p.Key.PortB = 0, 0
	p.Seq, p.Ack, p.Window, p.Flags = 0, 0, 0, 0
	p.Fragment, p.Damaged, p.Orphan = false, false, false
}

// setMACs records the offsets of the outermost MAC addresses.
func (p *Packet) setMACs(dst, src int) {
	if p.Key.Tunnel == TunnelNone {
		p.DstMAC, p.SrcMAC = uint32(dst), uint32(src)
	}
}
