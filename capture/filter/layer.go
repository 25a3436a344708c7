package filter

import (
	"strconv"

	"github.com/nfstream/nfstream-go/packet"
)

// fieldKind is the kind of field that identifies the network layer.
type fieldKind uint8

const (
	fieldNothing    fieldKind = iota
	fieldEthernet             // a type field, or a length and an LLC header
	fieldCooked               // a type field, or an LLC header if Linux's number says so
	fieldEtherType            // a type field
	fieldLLC                  // the LLC header, as in a data frame of IEEE 802.11
	fieldPPP                  // a protocol field of PPP
	fieldFamily               // an address family
	fieldFamilyByte           // an address family of one byte
	fieldNLPID                // a control field and a network layer protocol identifier, or an EtherType
	fieldARCNET               // a type of ARCNET
	fieldVersion              // the version of IP itself
	fieldIPv4                 // always IPv4
	fieldIPv6                 // always IPv6
	fieldMPLS                 // the bottom of stack, and then the version of IP
	fieldOverlay              // the type field of Geneve, or of an inner Ethernet header
)

// layer is the part of the frame that the rest of an expression tests: the frame, or its content after tags and
// tunnels.
type layer struct {
	kind    fieldKind
	link    place  // the link-layer header
	field   place  // the field that identifies the network layer
	net     place  // the network layer, or the LLC header if there is one
	overlay place  // the Geneve header
	mac     bool   // the link-layer header has MAC addresses
	dst     uint32 // offset of the destination address
	src     uint32
	guard   *cond // condition for the existence of a network layer, or nil
}

// linkNames are the names in the registry of link types.
var linkNames = map[packet.LinkType]string{
	packet.LinkNull: "NULL", packet.LinkEthernet: "ETHERNET", packet.LinkPPP: "PPP", packet.LinkRawBSD: "RAW",
	packet.LinkRawOpenBSD: "RAW", packet.LinkPPPHDLC: "PPP_HDLC", packet.LinkPPPoE: "PPP_ETHER",
	packet.LinkRaw: "RAW", packet.LinkCiscoHDLC: "C_HDLC", packet.LinkIEEE80211: "IEEE802_11",
	packet.LinkLoop: "LOOP", packet.LinkLinuxSLL: "LINUX_SLL", packet.LinkPrism: "IEEE802_11_PRISM",
	packet.LinkRadiotap: "IEEE802_11_RADIOTAP", packet.LinkAVS: "IEEE802_11_AVS", packet.LinkPPI: "PPI",
	packet.LinkPPPDir: "PPP_WITH_DIR", packet.LinkIPv4: "IPV4", packet.LinkIPv6: "IPV6",
	packet.LinkLinuxSLL2: "LINUX_SLL2", packet.LinkAX25: "AX25", packet.LinkTokenRing: "IEEE802_5",
	packet.LinkARCNET: "ARCNET_BSD", packet.LinkSLIP: "SLIP", packet.LinkFDDI: "FDDI", packet.LinkATM: "ATM_RFC1483",
	packet.LinkFrameRelay: "FRELAY", packet.LinkENC: "ENC", packet.LinkPFLOG: "PFLOG", packet.LinkIPOverFC: "IP_OVER_FC",
	packet.LinkSunATM: "SUNATM", packet.LinkTZSP: "TZSP", packet.LinkARCNETLinux: "ARCNET_LINUX",
	packet.LinkAppleIP1394: "APPLE_IP_OVER_IEEE1394", packet.LinkDOCSIS: "DOCSIS", packet.LinkPPPD: "PPP_PPPD",
	packet.LinkGFP: "GPF_F", packet.LinkMFR: "MFR", packet.LinkERF: "ERF", packet.LinkAX25KISS: "AX25_KISS",
	packet.LinkCiscoHDLCDir: "C_HDLC_WITH_DIR", packet.LinkFRDir: "FRELAY_WITH_DIR", packet.LinkFC2: "FC_2",
	packet.LinkFC2Delimited: "FC_2_WITH_FRAME_DELIMS", packet.LinkIPNET: "IPNET", packet.LinkNFLOG: "NFLOG",
	packet.LinkNetAnalyzer: "NETANALYZER", packet.LinkNetAnalyzerT: "NETANALYZER_TRANSPARENT", packet.LinkIPoIB: "IPOIB",
	packet.LinkPKTAP: "PKTAP", packet.LinkEPON: "EPON", packet.LinkMPacket: "ETHERNET_MPACKET",
	packet.LinkDSABroadcom: "DSA_TAG_BRCM", packet.LinkDSABroadcomP: "DSA_TAG_BRCM_PREPEND",
	packet.LinkDSAMarvell: "DSA_TAG_DSA", packet.LinkEDSAMarvell: "DSA_TAG_EDSA",
}

func linkName(l packet.LinkType) string {
	n := strconv.Itoa(int(l))
	if name, ok := linkNames[l]; ok {
		return name + " (" + n + ")"
	}
	return n
}

// start sets the layer at the start of an expression.
func (g *generator) start() {
	at := func(off uint32) place { return place{off: off} }
	switch g.link {
	case packet.LinkEthernet:
		g.layer = layer{kind: fieldEthernet, field: at(12), net: at(14), mac: true, src: 6}
	case packet.LinkNull, packet.LinkLoop:
		g.layer = layer{kind: fieldFamily, field: at(0), net: at(4)}
	case packet.LinkRaw, packet.LinkRawBSD, packet.LinkRawOpenBSD:
		g.layer = layer{kind: fieldVersion}
	case packet.LinkIPv4:
		g.layer = layer{kind: fieldIPv4}
	case packet.LinkIPv6:
		g.layer = layer{kind: fieldIPv6}
	case packet.LinkLinuxSLL:
		g.layer = layer{kind: fieldCooked, field: at(14), net: at(16)}
	case packet.LinkLinuxSLL2:
		g.layer = layer{kind: fieldCooked, field: at(0), net: at(20)}
	case packet.LinkCiscoHDLC:
		g.layer = layer{kind: fieldEtherType, field: at(2), net: at(4)}
	case packet.LinkPPPoE:
		g.layer = layer{kind: fieldPPP, field: at(6), net: at(8)}
	case packet.LinkPPP, packet.LinkPPPHDLC:
		g.ppp(at(0))
	case packet.LinkPPPDir:
		g.ppp(at(1))
	case packet.LinkIEEE80211, packet.LinkRadiotap, packet.LinkPrism, packet.LinkAVS, packet.LinkPPI:
		g.wireless()
	default:
		if !g.rareLink() {
			failLink(0, g.link, "filters are not supported")
		}
	}
}

// ppp sets the layer of PPP. The address and control fields may be missing (RFC 1661, section 6.6).
func (g *generator) ppp(at place) {
	// The byte 0xff, and no other, gives 2.
	framed := g.calc(aluAnd, g.calc(aluRsh, g.calc(aluAdd, g.byteAt(at, 0), g.number(1)), g.number(7)), g.number(2))
	if at.base != nil {
		framed = g.calc(aluAdd, at.base, framed)
	}
	g.layer = layer{kind: fieldPPP, field: place{framed, at.off}, net: place{framed, at.off + 2}}
}
