package filter

import (
	"strconv"

	"github.com/nfstream/nfstream-go/packet"
)

// telling is how the frames of a layer tell what the network layer is.
type telling uint8

const (
	tellsNothing    telling = iota
	tellsEthernet           // a type field, or a length and an LLC header
	tellsCooked             // a type field, in which Linux says that an LLC header follows
	tellsEtherType          // a type field
	tellsLLC                // the LLC header, as behind a data frame of IEEE 802.11
	tellsPPP                // a protocol field of PPP
	tellsFamily             // an address family
	tellsFamilyByte         // one of a byte
	tellsNLPID              // a control field and a network layer protocol identifier, or an EtherType
	tellsARCNET             // a type of ARCNET
	tellsVersion            // the version of IP itself
	tellsIPv4               // it is IPv4
	tellsIPv6               // it is IPv6
	tellsMPLS               // the bottom of stack, and then the version of IP
	tellsOverlay            // the type field of Geneve, and perhaps that of an Ethernet header within
)

// layer is what the rest of an expression looks at: the frame, or what is left when tags and tunnels are taken off.
type layer struct {
	tells   telling
	link    place  // the link-layer header
	field   place  // what tells
	net     place  // the network layer; the LLC header where there is one
	overlay place  // the Geneve header
	mac     bool   // the link-layer header has MAC addresses
	dst     uint32 // where they are
	src     uint32
	guard   *cond // what holds where there is a network layer, or nil
}

// linkNames are the names of the link types' registry.
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

// start sets the layer that an expression begins at.
func (g *generator) start() {
	at := func(off uint32) place { return place{off: off} }
	switch g.link {
	case packet.LinkEthernet:
		g.layer = layer{tells: tellsEthernet, field: at(12), net: at(14), mac: true, src: 6}
	case packet.LinkNull, packet.LinkLoop:
		g.layer = layer{tells: tellsFamily, field: at(0), net: at(4)}
	case packet.LinkRaw, packet.LinkRawBSD, packet.LinkRawOpenBSD:
		g.layer = layer{tells: tellsVersion}
	case packet.LinkIPv4:
		g.layer = layer{tells: tellsIPv4}
	case packet.LinkIPv6:
		g.layer = layer{tells: tellsIPv6}
	case packet.LinkLinuxSLL:
		g.layer = layer{tells: tellsCooked, field: at(14), net: at(16)}
	case packet.LinkLinuxSLL2:
		g.layer = layer{tells: tellsCooked, field: at(0), net: at(20)}
	case packet.LinkCiscoHDLC:
		g.layer = layer{tells: tellsEtherType, field: at(2), net: at(4)}
	case packet.LinkPPPoE:
		g.layer = layer{tells: tellsPPP, field: at(6), net: at(8)}
	case packet.LinkPPP, packet.LinkPPPHDLC:
		g.ppp(at(0))
	case packet.LinkPPPDir:
		g.ppp(at(1))
	case packet.LinkIEEE80211, packet.LinkRadiotap, packet.LinkPrism, packet.LinkAVS, packet.LinkPPI:
		g.wireless()
	default:
		if !g.rareLink() {
			failLink(0, g.link, "no expression can be compiled for it")
		}
	}
}

// ppp sets the layer of PPP, where the address and control fields may be missing (RFC 1661, section 6.6).
func (g *generator) ppp(at place) {
	// The byte 0xff, and no other, gives 2.
	framed := g.calc(aluAnd, g.calc(aluRsh, g.calc(aluAdd, g.byteAt(at, 0), g.number(1)), g.number(7)), g.number(2))
	if at.base != nil {
		framed = g.calc(aluAdd, at.base, framed)
	}
	g.layer = layer{tells: tellsPPP, field: place{framed, at.off}, net: place{framed, at.off + 2}}
}
