package packet

// LinkType is a value of the LINKTYPE_ registry of the capture file formats (the IETF's draft-ietf-opsawg-pcaplinktype).
type LinkType uint16

// The link types that Decode knows.
const (
	LinkNull       LinkType = 0   // BSD loopback, address family in the byte order of the capturing machine
	LinkEthernet   LinkType = 1   // IEEE 802.3
	LinkPPP        LinkType = 9   // PPP, perhaps with HDLC-like framing
	LinkPPPHDLC    LinkType = 50  // PPP in HDLC-like framing (RFC 1662), or Cisco HDLC
	LinkPPPoE      LinkType = 51  // PPPoE session (RFC 2516)
	LinkRaw        LinkType = 101 // an IPv4 or IPv6 header first
	LinkCiscoHDLC  LinkType = 104
	LinkIEEE80211  LinkType = 105
	LinkLoop       LinkType = 108 // OpenBSD loopback, address family in network byte order
	LinkLinuxSLL   LinkType = 113 // Linux cooked capture
	LinkRadiotap   LinkType = 127 // 802.11 behind a radiotap header
	LinkPPPDir     LinkType = 204 // PPP behind a byte of direction
	LinkIPv4       LinkType = 228
	LinkIPv6       LinkType = 229
	LinkLinuxSLL2  LinkType = 276
)
