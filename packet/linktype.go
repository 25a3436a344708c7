package packet

// LinkType is a value of the LINKTYPE_ registry of the capture file formats (the IETF's
// draft-ietf-opsawg-pcaplinktype).
type LinkType uint16

// The link types that Decode knows.
const (
	LinkNull       LinkType = 0   // BSD loopback, address family in the byte order of the capturing machine
	LinkEthernet   LinkType = 1   // IEEE 802.3
	LinkPPP        LinkType = 9   // PPP, perhaps with HDLC-like framing
	LinkRawBSD     LinkType = 12  // LinkRaw as most systems number it inside
	LinkRawOpenBSD LinkType = 14  // LinkRaw as OpenBSD numbers it inside
	LinkPPPHDLC    LinkType = 50  // PPP in HDLC-like framing (RFC 1662), or Cisco HDLC
	LinkPPPoE      LinkType = 51  // PPPoE session (RFC 2516)
	LinkRaw        LinkType = 101 // an IPv4 or IPv6 header first
	LinkCiscoHDLC  LinkType = 104
	LinkIEEE80211  LinkType = 105
	LinkLoop       LinkType = 108 // OpenBSD loopback, address family in network byte order
	LinkLinuxSLL   LinkType = 113 // Linux cooked capture
	LinkPrism      LinkType = 119 // 802.11 behind a Prism header
	LinkRadiotap   LinkType = 127 // 802.11 behind a radiotap header
	LinkAVS        LinkType = 163 // 802.11 behind an AVS header
	LinkPPI        LinkType = 192 // another of these link types behind a Per-Packet Information header
	LinkPPPDir     LinkType = 204 // PPP behind a byte of direction
	LinkIPv4       LinkType = 228
	LinkIPv6       LinkType = 229
	LinkLinuxSLL2  LinkType = 276
)

// header returns the first header of a frame, headerNone where Decode does not know the link type.
func (l LinkType) header() header {
	switch l {
	case LinkEthernet:
		return headerEthernet
	case LinkNull, LinkLoop:
		return headerLoopback
	case LinkRaw, LinkRawBSD, LinkRawOpenBSD:
		return headerIP
	case LinkIPv4:
		return headerIPv4
	case LinkIPv6:
		return headerIPv6
	case LinkLinuxSLL:
		return headerSLL
	case LinkLinuxSLL2:
		return headerSLL2
	case LinkPPI:
		return headerPPI
	}
	if h := l.pppHeader(); h != headerNone {
		return h
	}
	return l.wirelessHeader()
}

func (l LinkType) pppHeader() header {
	switch l {
	case LinkPPP, LinkPPPHDLC:
		return headerPPP
	case LinkPPPDir:
		return headerPPPDir
	case LinkPPPoE:
		return headerPPPoE
	case LinkCiscoHDLC:
		return headerCiscoHDLC
	}
	return headerNone
}

func (l LinkType) wirelessHeader() header {
	switch l {
	case LinkIEEE80211:
		return headerIEEE80211
	case LinkRadiotap:
		return headerRadiotap
	case LinkPrism:
		return headerPrism
	case LinkAVS:
		return headerAVS
	}
	return headerNone
}
