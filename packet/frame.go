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
	headerTags // what follows are tags
	headerTag4
	headerTag6
	headerMetaData
	headerBackbone
	headerFabricPath
	headerNSH
	headerMACsec
	headerTRILL
	headerPseudo // what follows are headers of those who capture
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
	headerIP // IPv4 or IPv6, as the first four bits say
	headerIPv4
	headerIPv6
)

// frame is where a Decode has got to: the next header and its bounds.
type frame struct {
	data    []byte // Packet.Data up to the end that the headers so far allow
	off     int    // offset of the next header; at most len(data)
	wire    uint32 // offset of that end on the wire; at least len(data)
	next    header
	headers uint8 // how many headers have been read
	partial bool  // what follows is the first fragment of something longer
	padded  bool  // an 802.11 header is padded to four bytes
	loose   bool  // what follows is a fragment that should wait
	first   LinkType
	ip      ipInfo
}

// ipInfo is what the transport layer needs to know of the IP header.
type ipInfo struct {
	id    uint32 // identification of a fragment
	proto uint8  // the protocol field of a fragment, before extension headers in it
	part  part
	more  bool // fragments follow

	// Of a fragment: where its data begins and, on the wire, ends in the frame, and where it belongs in the packet.
	at, end, offset uint32
}

// part says which part of an IP packet a packet is.
type part uint8

const (
	whole part = iota
	firstFragment
	laterFragment
)

func newFrame(p *Packet, link LinkType) frame {
	return frame{data: p.Data, wire: max(p.WireLength, uint32(len(p.Data))), next: link.header(), first: link}
}

// deeper counts a header and reports whether there may be one more.
func (f *frame) deeper() bool {
	f.headers++
	return f.headers <= MaxHeaders
}

// rest returns the bytes from the next header on.
func (f *frame) rest() []byte { return f.data[f.off:] }

// has reports whether n more bytes are there.
func (f *frame) has(n int) bool { return len(f.data)-f.off >= n }

// skip moves behind n bytes, which must be there.
func (f *frame) skip(n int, next header) {
	f.off += n
	f.next = next
}

// limit ends the frame n bytes behind the current offset, unless it ends before.
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
		return f.behind(directionLength, headerPPP)
	case headerPPPD:
		return f.pppd()
	case headerCiscoHDLC:
		return f.ciscoHDLC()
	case headerCiscoHDLCDir:
		return f.behind(directionLength, headerCiscoHDLC)
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
		return f.behind(directionLength, headerFrameRelay)
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
		return f.typeBehind(apple1394Addresses)
	case headerIPOverFC:
		return f.ipOverFC(p)
	case headerIPoIB:
		return f.ipoib()
	case headerFC2:
		return f.fc2()
	case headerFC2Delimited:
		return f.behind(fcDelimiter, headerFC2)
	case headerDSABroadcom:
		return f.switchTag(p, broadcomLength)
	case headerDSABroadcomP:
		return f.behind(broadcomLength, headerEthernet)
	case headerDSAMarvell:
		return f.marvell(p, 0)
	case headerEDSAMarvell:
		return f.marvell(p, marvellPrefix)
	}
	return UnknownLink
}

// ipVersion tells IPv4 and IPv6 apart.
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

// reset clears what Decode sets.
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

// clearTransport clears what only some transports set.
func (p *Packet) clearTransport() {
	p.Key.PortA, p.Key.PortB = 0, 0
	p.Seq, p.Ack, p.Window, p.Flags = 0, 0, 0, 0
	p.Fragment, p.Damaged, p.Orphan = false, false, false
}

// setMACs notes where the addresses of the outermost frame are.
func (p *Packet) setMACs(dst, src int) {
	if p.Key.Tunnel == TunnelNone {
		p.DstMAC, p.SrcMAC = uint32(dst), uint32(src)
	}
}
