package filter

import "strings"

// The protocols that may be qualifiers. Most can also stand alone.
var protocolWords = words("ether fddi tr wlan link ppp slip radio ip ip6 arp rarp atalk aarp decnet iso stp ipx " +
	"netbeui lat moprc mopdl sca tcp udp sctp icmp icmp6 igmp igrp pim vrrp carp ah esp clnp esis isis " +
	"l1 l2 iih lsp snp csnp psnp")

// The protocols that allow access to bytes in brackets.
var accessWords = words("ether fddi tr wlan link ppp slip radio ip ip6 arp rarp atalk decnet lat moprc mopdl sca " +
	"tcp udp sctp icmp icmp6 igmp igrp pim vrrp carp")

// Words that name an address, port or protocol only after a backslash.
var reservedWords = words("and or not src dst host net mask port portrange proto protochain gateway broadcast " +
	"multicast less greater len inbound outbound vlan mpls pppoed pppoes geneve vxlan llc type subtype dir " +
	"ra ta addr1 addr2 addr3 addr4")

// Keywords for unsupported link types.
var foreignWords = map[string]string{}

func init() {
	for w := range words("ifname on rnr rulenum reason rset ruleset srnr subrulenum action") {
		foreignWords[w] = "logs of the packet filter pf"
	}
	for w := range words("vpi vci lane oamf4s oamf4e oamf4 oam metac bcc sc ilmic connectmsg metaconnect") {
		foreignWords[w] = "ATM"
	}
	for w := range words("fisu lssu lsu msu hfisu hlssu hmsu sio opc dpc sls hsio hopc hdpc hsls") {
		foreignWords[w] = "signalling system 7"
	}
}

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// etherTypes are the protocols above the link layer (IEEE 802 Numbers of IANA). Values below 0x600 are LSAPs of IEEE
// 802.2.
var etherTypes = map[string]uint32{
	"ip": etherIPv4, "ip6": etherIPv6, "arp": etherARP, "rarp": etherRARP, "atalk": etherAppleTalk, "aarp": 0x80f3,
	"decnet": 0x6003, "lat": 0x6004, "sca": 0x6007, "mopdl": 0x6001, "moprc": 0x6002, "loopback": 0x9000,
	"iso": lsapISO, "stp": lsapSTP, "ipx": lsapIPX, "netbeui": lsapNetBEUI,
}

const (
	etherIPv4      = 0x0800
	etherARP       = 0x0806
	etherRARP      = 0x8035
	etherAppleTalk = 0x809b
	etherAARP      = 0x80f3
	etherIPX       = 0x8137
	etherVLAN      = 0x8100
	etherProvider  = 0x88a8
	etherOldQinQ   = 0x9100
	etherIPv6      = 0x86dd
	etherMPLS      = 0x8847
	etherPPPoED    = 0x8863
	etherPPPoES    = 0x8864
	etherBridged   = 0x6558 // transparent Ethernet bridging
	etherMaxLength = 1500   // type fields up to here are lengths

	lsapSTP     = 0x42
	lsapIPX     = 0xe0
	lsapNetBEUI = 0xf0
	lsapISO     = 0xfe
)

// ipProtocols are the common names in IANA's registry of protocol numbers.
var ipProtocols = map[string]uint32{
	"icmp": protoICMP, "igmp": protoIGMP, "ggp": 3, "ipencap": 4, "ipv4": 4, "st": 5, "tcp": protoTCP, "cbt": 7, "egp": 8,
	"igrp": protoIGRP, "igp": 9, "pup": 12, "udp": protoUDP, "hmp": 20, "xns-idp": 22, "rdp": 27, "iso-tp4": 29,
	"dccp": 33, "xtp": 36, "ddp": 37, "idpr-cmtp": 38, "ipv6": 41, "ipv6-route": 43, "ipv6-frag": protoFragment,
	"idrp": 45, "rsvp": 46, "gre": 47, "esp": protoESP, "ah": protoAH, "skip": 57, "ipv6-icmp": protoICMP6,
	"icmp6": protoICMP6, "ipv6-nonxt": 59, "ipv6-opts": 60, "rspf": 73, "vmtp": 81, "eigrp": 88, "ospf": 89,
	"ospfigp": 89, "ax.25": 93, "ipip": 94, "etherip": 97, "encap": 98, "pim": protoPIM, "ipcomp": 108,
	"vrrp": protoVRRP, "carp": protoVRRP, "l2tp": 115, "isis": 124, "sctp": protoSCTP, "fc": 133,
	"mobility-header": 135, "udplite": 136, "mpls-in-ip": 137, "manet": 138, "hip": 139, "shim6": 140, "wesp": 141,
	"rohc": 142, "ip": 0, "hopopt": 0,
}

const (
	protoICMP     = 1
	protoIGMP     = 2
	protoTCP      = 6
	protoIGRP     = 9
	protoUDP      = 17
	protoFragment = 44
	protoESP      = 50
	protoAH       = 51
	protoICMP6    = 58
	protoPIM      = 103
	protoVRRP     = 112
	protoSCTP     = 132
)

// isoProtocols are the network layer protocol identifiers of ISO/IEC TR 9577.
var isoProtocols = map[string]uint32{"clnp": 0x81, "esis": 0x82, "isis": 0x83}

// pduTypes are the PDU types of IS-IS (ISO/IEC 10589).
var pduTypes = map[string][]uint32{
	"l1":  {15, 17, 18, 24, 26},
	"l2":  {16, 17, 20, 25, 27},
	"iih": {15, 16, 17}, "lsp": {18, 20}, "snp": {24, 25, 26, 27}, "csnp": {24, 25}, "psnp": {26, 27},
}
