package packet

// LinkType is a value of the LINKTYPE_ registry of the capture file formats (the IETF's
// draft-ietf-opsawg-pcaplinktype; www.tcpdump.org/linktypes.html describes the headers).
type LinkType uint16

// The link types that Decode knows.
const (
	LinkNull         LinkType = 0   // BSD loopback, address family in the byte order of the capturing machine
	LinkEthernet     LinkType = 1   // IEEE 802.3
	LinkAX25         LinkType = 3   // amateur radio
	LinkTokenRing    LinkType = 6   // IEEE 802.5
	LinkARCNET       LinkType = 7   // without the offset fields of Linux
	LinkSLIP         LinkType = 8   // IP after 16 bytes of direction and compression
	LinkPPP          LinkType = 9   // PPP, with or without HDLC-like framing
	LinkFDDI         LinkType = 10  // ANSI INCITS 239
	LinkRawBSD       LinkType = 12  // the internal number of LinkRaw on most systems
	LinkRawOpenBSD   LinkType = 14  // the internal number of LinkRaw on OpenBSD
	LinkPPPHDLC      LinkType = 50  // PPP in HDLC-like framing (RFC 1662), or Cisco HDLC
	LinkPPPoE        LinkType = 51  // PPPoE session (RFC 2516)
	LinkATM          LinkType = 100 // an AAL5 frame in LLC encapsulation (RFC 2684)
	LinkRaw          LinkType = 101 // an IPv4 or IPv6 header, no link layer
	LinkCiscoHDLC    LinkType = 104
	LinkIEEE80211    LinkType = 105
	LinkFrameRelay   LinkType = 107 // starts with the address field of Q.922
	LinkLoop         LinkType = 108 // OpenBSD loopback, address family in network byte order
	LinkENC          LinkType = 109 // OpenBSD's and FreeBSD's enc(4): packets inside IPsec
	LinkLinuxSLL     LinkType = 113 // Linux cooked capture
	LinkPFLOG        LinkType = 117 // the log of OpenBSD's packet filter
	LinkPrism        LinkType = 119 // 802.11 after a Prism header
	LinkIPOverFC     LinkType = 122 // the network header of RFC 2625
	LinkSunATM       LinkType = 123
	LinkRadiotap     LinkType = 127 // 802.11 after a radiotap header
	LinkTZSP         LinkType = 128 // TaZmen Sniffer Protocol
	LinkARCNETLinux  LinkType = 129
	LinkAppleIP1394  LinkType = 138 // Apple's IP over IEEE 1394
	LinkDOCSIS       LinkType = 143
	LinkUser2        LinkType = 149 // private use; Apple's PKTAP in captures of old systems
	LinkAVS          LinkType = 163 // 802.11 after an AVS header
	LinkPPPD         LinkType = 166 // PPP; the address field holds the direction
	LinkGFP          LinkType = 171 // frame-mapped generic framing procedure (ITU-T G.7041)
	LinkMFR          LinkType = 182 // multilink frame relay (FRF.16.1)
	LinkPPI          LinkType = 192 // another of these link types after a Per-Packet Information header
	LinkERF          LinkType = 197 // a record of Endace's cards
	LinkAX25KISS     LinkType = 202 // AX.25 after a KISS byte
	LinkPPPDir       LinkType = 204 // PPP after a direction byte
	LinkCiscoHDLCDir LinkType = 205 // likewise
	LinkFRDir        LinkType = 206 // frame relay after a direction byte
	LinkFC2          LinkType = 224 // Fibre Channel, starts with the frame header
	LinkFC2Delimited LinkType = 225 // likewise, with start and end of frame
	LinkIPNET        LinkType = 226 // of Solaris
	LinkIPv4         LinkType = 228
	LinkIPv6         LinkType = 229
	LinkNFLOG        LinkType = 239 // the log of Linux' netfilter
	LinkNetAnalyzer  LinkType = 240 // Ethernet after a header of Hilscher's devices
	LinkNetAnalyzerT LinkType = 241 // likewise, with preamble
	LinkIPoIB        LinkType = 242 // IP over InfiniBand (RFC 4391)
	LinkPKTAP        LinkType = 258 // another link type after Apple's header
	LinkEPON         LinkType = 259 // Ethernet after the last six bytes of its preamble
	LinkMPacket      LinkType = 274 // Ethernet with its preamble (IEEE 802.3br)
	LinkLinuxSLL2    LinkType = 276
	LinkDSABroadcom  LinkType = 281 // Ethernet with a switch tag between addresses and type
	LinkDSABroadcomP LinkType = 282 // likewise, before the addresses
	LinkDSAMarvell   LinkType = 284
	LinkEDSAMarvell  LinkType = 285
)

// The link types of Juniper's routers. All begin with the same header.
const (
	LinkJuniperMLPPP    LinkType = 130
	LinkJuniperMLFR     LinkType = 131
	LinkJuniperES       LinkType = 132
	LinkJuniperGGSN     LinkType = 133
	LinkJuniperMFR      LinkType = 134
	LinkJuniperATM2     LinkType = 135
	LinkJuniperServices LinkType = 136
	LinkJuniperATM1     LinkType = 137
	LinkJuniperMonitor  LinkType = 164
	LinkJuniperPPPoE    LinkType = 167
	LinkJuniperPPPoEATM LinkType = 168
	LinkJuniperPICPeer  LinkType = 174
	LinkJuniperEther    LinkType = 178
	LinkJuniperPPP      LinkType = 179
	LinkJuniperFrame    LinkType = 180 // frame relay
	LinkJuniperCHDLC    LinkType = 181
	LinkJuniperVP       LinkType = 183
	LinkJuniperISM      LinkType = 194
	LinkJuniperST       LinkType = 200
	LinkJuniperVS       LinkType = 232
	LinkJuniperSRX      LinkType = 233
	LinkJuniperFC       LinkType = 234
	LinkJuniperCEMIC    LinkType = 238
)

// firstHeaders maps a link type to the first header of its frames.
var firstHeaders = [...]header{
	LinkNull: headerLoopback, LinkEthernet: headerEthernet, LinkAX25: headerAX25, LinkTokenRing: headerTokenRing,
	LinkARCNET: headerARCNET, LinkSLIP: headerSLIP, LinkPPP: headerPPP, LinkFDDI: headerFDDI, LinkRawBSD: headerIP,
	LinkRawOpenBSD: headerIP, LinkPPPHDLC: headerPPP, LinkPPPoE: headerPPPoE, LinkATM: headerLLC, LinkRaw: headerIP,
	LinkCiscoHDLC: headerCiscoHDLC, LinkIEEE80211: headerIEEE80211, LinkFrameRelay: headerFrameRelay,
	LinkLoop: headerLoopback, LinkENC: headerENC, LinkLinuxSLL: headerSLL, LinkPFLOG: headerPFLOG,
	LinkPrism: headerPrism, LinkIPOverFC: headerIPOverFC, LinkSunATM: headerSunATM, LinkRadiotap: headerRadiotap,
	LinkTZSP: headerTZSP, LinkARCNETLinux: headerARCNETLinux, LinkAppleIP1394: headerAppleIP1394,
	LinkDOCSIS: headerDOCSIS, LinkUser2: headerPKTAP, LinkAVS: headerAVS, LinkPPPD: headerPPPD, LinkGFP: headerGFP,
	LinkMFR: headerMFR, LinkPPI: headerPPI, LinkERF: headerERF, LinkAX25KISS: headerAX25KISS, LinkPPPDir: headerPPPDir,
	LinkCiscoHDLCDir: headerCiscoHDLCDir, LinkFRDir: headerFrameRelayDir, LinkFC2: headerFC2,
	LinkFC2Delimited: headerFC2Delimited, LinkIPNET: headerIPNET, LinkIPv4: headerIPv4, LinkIPv6: headerIPv6,
	LinkNFLOG: headerNFLOG, LinkNetAnalyzer: headerNetAnalyzer, LinkNetAnalyzerT: headerNetAnalyzerT,
	LinkIPoIB: headerIPoIB, LinkPKTAP: headerPKTAP, LinkEPON: headerEPON, LinkMPacket: headerMPacket,
	LinkLinuxSLL2: headerSLL2, LinkDSABroadcom: headerDSABroadcom, LinkDSABroadcomP: headerDSABroadcomP,
	LinkDSAMarvell: headerDSAMarvell, LinkEDSAMarvell: headerEDSAMarvell,
	LinkJuniperMLPPP: headerJuniper, LinkJuniperMLFR: headerJuniper, LinkJuniperES: headerJuniper,
	LinkJuniperGGSN: headerJuniper, LinkJuniperMFR: headerJuniper, LinkJuniperATM2: headerJuniper,
	LinkJuniperServices: headerJuniper, LinkJuniperATM1: headerJuniper, LinkJuniperMonitor: headerJuniper,
	LinkJuniperPPPoE: headerJuniper, LinkJuniperPPPoEATM: headerJuniper, LinkJuniperPICPeer: headerJuniper,
	LinkJuniperEther: headerJuniper, LinkJuniperPPP: headerJuniper, LinkJuniperFrame: headerJuniper,
	LinkJuniperCHDLC: headerJuniper, LinkJuniperVP: headerJuniper, LinkJuniperISM: headerJuniper,
	LinkJuniperST: headerJuniper, LinkJuniperVS: headerJuniper, LinkJuniperSRX: headerJuniper,
	LinkJuniperFC: headerJuniper, LinkJuniperCEMIC: headerJuniper,
}

// header returns the first header of a frame, or headerNone for an unknown link type.
func (l LinkType) header() header {
	if int(l) < len(firstHeaders) {
		return firstHeaders[l]
	}
	return headerNone
}
