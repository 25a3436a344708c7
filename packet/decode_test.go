package packet

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// sample is a frame and the packet that Decode returns for it with Options.Tunnels.
type sample struct {
	name   string
	link   LinkType
	frame  []byte
	want   expected
	status Status
}

var linkSamples = []sample{
	{"ethernet IPv4", LinkEthernet, join(udp4, ethIPv4), udp4At(14).eth(), OK},
	{"ethernet IPv6", LinkEthernet, join(tcp6, ethIPv6), tcp6At(14).eth(), OK},
	{"ethernet padding", LinkEthernet, append(join(udp4, ethIPv4), 0, 0, 0), udp4At(14).eth(), OK},
	{"ethernet ARP", LinkEthernet, bytesOf(macs + "0806 0001"), expected{}, NotIP},
	{"ethernet length, SNAP", LinkEthernet, join(udp4, macs, "0028", snapIPv4), udp4At(22).eth(), OK},
	{"ethernet length, LLC of IP", LinkEthernet, join(udp4, macs, "0023 060603"), udp4At(17).eth(), OK},
	{"ethernet length, spanning tree", LinkEthernet, bytesOf(macs + "0026 424203 0000"), expected{}, NotIP},
	{"ethernet length, other SNAP", LinkEthernet, join(nil, macs, "0008 aaaa03 00000c 2000"), expected{}, NotIP},
	{"VLAN", LinkEthernet, join(udp4, macs, "8100 e00a 0800"), udp4At(18).eth().vlan(10), OK},
	{"QinQ", LinkEthernet, join(udp4, macs, "88a8 0005 8100 000a 0800"), udp4At(22).eth().vlan(5), OK},
	{"QinQ 9100, 9200", LinkEthernet, join(udp4, macs, "9100 0007 9200 000a 0800"), udp4At(22).eth().vlan(7), OK},
	{"priority tag", LinkEthernet, join(udp4, macs, "8100 e000 0800"), udp4At(18).eth(), OK},
	{"VLAN, SNAP", LinkEthernet, join(udp4, macs, "8100 000a 0028", snapIPv4), udp4At(26).eth().vlan(10), OK},
	{"MPLS IPv4", LinkEthernet, join(udp4, macs, "8847 00010040 00020140"), udp4At(22).eth(), OK},
	{"MPLS IPv6", LinkEthernet, join(tcp6, macs, "8848 00010140"), tcp6At(18).eth(), OK},
	{"MPLS pseudowire with control word", LinkEthernet,
		join(udp4, macs, "8847 00010140 00000000 0400000000ff 0400000000fe 0800"), udp4At(36).eth().macs(22, 28), OK},
	{"MPLS pseudowire", LinkEthernet,
		join(udp4, macs, "8847 00010140 0200000000ff 0400000000fe 0800"), udp4At(32).eth().macs(18, 24), OK},
	{"MPLS associated channel", LinkEthernet, join(udp4, macs, "8847 00010140 10000021"), expected{}, NotIP},
	{"PPPoE IPv4", LinkEthernet, join(udp4, macs, "8864 1100 0001 0022 0021"), udp4At(22).eth(), OK},
	{"PPPoE IPv6", LinkEthernet, join(tcp6, macs, "8864 1100 0001 0045 0057"), tcp6At(22).eth(), OK},
	{"PPPoE control", LinkEthernet, join(nil, macs, "8864 1109 0000 0004 01010000"), expected{}, NotIP},
	{"PPPoE link", LinkPPPoE, join(udp4, "1100 0001 0022 0021"), udp4At(8), OK},
	{"PPP", LinkPPP, join(udp4, "0021"), udp4At(2), OK},
	{"PPP compressed protocol", LinkPPP, join(udp4, "21"), udp4At(1), OK},
	{"PPP HDLC framing", LinkPPPHDLC, join(tcp6, "ff03 0057"), tcp6At(4), OK},
	{"PPP HDLC framing, compressed protocol", LinkPPPHDLC, join(tcp6, "ff03 57"), tcp6At(3), OK},
	{"PPP MPLS", LinkPPP, join(udp4, "ff03 0281 00010140"), udp4At(8), OK},
	{"PPP LCP", LinkPPP, join(nil, "ff03 c021 01010004"), expected{}, NotIP},
	{"PPP direction", LinkPPPDir, join(udp4, "01 ff03 0021"), udp4At(5), OK},
	{"Cisco HDLC", LinkCiscoHDLC, join(udp4, "0f00 0800"), udp4At(4), OK},
	{"Cisco HDLC in PPP's type", LinkPPP, join(tcp6, "8f00 86dd"), tcp6At(4), OK},
	{"Cisco SLARP", LinkPPPHDLC, join(nil, "8f00 8035 00000002"), expected{}, NotIP},
	{"null little-endian", LinkNull, join(udp4, "02000000"), udp4At(4), OK},
	{"null big-endian", LinkNull, join(udp4, "00000002"), udp4At(4), OK},
	{"null Linux", LinkNull, join(tcp6, "0a000000"), tcp6At(4), OK},
	{"null OpenBSD", LinkNull, join(tcp6, "18000000"), tcp6At(4), OK},
	{"null FreeBSD", LinkNull, join(tcp6, "0000001c"), tcp6At(4), OK},
	{"null Darwin", LinkNull, join(tcp6, "1e000000"), tcp6At(4), OK},
	{"null AppleTalk", LinkNull, join(nil, "10000000 00"), expected{}, NotIP},
	{"loop", LinkLoop, join(tcp6, "00000018"), tcp6At(4), OK},
	{"raw IPv4", LinkRaw, udp4, udp4At(0), OK},
	{"raw IPv6", LinkRawBSD, tcp6, tcp6At(0), OK},
	{"raw OpenBSD", LinkRawOpenBSD, udp4, udp4At(0), OK},
	{"raw other", LinkRaw, []byte{0x50, 0}, expected{}, NotIP},
	{"IPv4", LinkIPv4, udp4, udp4At(0), OK},
	{"IPv6", LinkIPv6, tcp6, tcp6At(0), OK},
	{"SLL", LinkLinuxSLL, join(udp4, "0000 0001 0006 02000000000a0000 0800"), udp4At(16).macs(NoOffset, 6), OK},
	{"SLL without address", LinkLinuxSLL, join(tcp6, "0000 fffe 0000 0000000000000000 86dd"), tcp6At(16), OK},
	{"SLL VLAN", LinkLinuxSLL, join(udp4, "0000 0001 0000 0000000000000000 8100 0003 0800"), udp4At(20).vlan(3), OK},
	{"SLL LLC", LinkLinuxSLL, join(udp4, "0000 0001 0000 0000000000000000 0004", snapIPv4), udp4At(24), OK},
	{"SLL netlink", LinkLinuxSLL, join(nil, "0004 0338 0000 0000000000000000 0800"), expected{}, NotIP},
	{"SLL CAN", LinkLinuxSLL, join(nil, "0004 0118 0000 0000000000000000 000c"), expected{}, NotIP},
	{"SLL2", LinkLinuxSLL2, join(udp4, "0800 0000 00000002 0001 00 06 02000000000a0000"),
		udp4At(20).macs(NoOffset, 12), OK},
	{"unknown link", LinkType(147), udp4, expected{}, UnknownLink},
	{"PPI", LinkPPI, join(udp4, "00 00 0800 01000000", ethIPv4), udp4At(22).macs(8, 14), OK},
}

const (
	address1 = "0200000000a1"
	address2 = "0200000000a2"
	address3 = "0200000000a3"
	address4 = "0200000000a4"
	wifi3    = address1 + address2 + address3 + "1000"
)

var wirelessSamples = []sample{
	{"802.11 ad hoc", LinkIEEE80211, join(udp4, "0800 0000", wifi3, snapIPv4), udp4At(32).macs(4, 10), OK},
	{"802.11 to DS", LinkIEEE80211, join(udp4, "0801 0000", wifi3, snapIPv4), udp4At(32).macs(16, 10), OK},
	{"802.11 from DS", LinkIEEE80211, join(udp4, "0802 0000", wifi3, snapIPv4), udp4At(32).macs(4, 16), OK},
	{"802.11 bridge", LinkIEEE80211, join(udp4, "0803 0000", wifi3, address4, snapIPv4), udp4At(38).macs(16, 24), OK},
	{"802.11 QoS", LinkIEEE80211, join(udp4, "8801 0000", wifi3, "0000", snapIPv4), udp4At(34).macs(16, 10), OK},
	{"802.11 HT", LinkIEEE80211, join(udp4, "8881 0000", wifi3, "0000 00000000", snapIPv4),
		udp4At(38).macs(16, 10), OK},
	{"802.11 A-MSDU", LinkIEEE80211,
		join(udp4, "8801 0000", wifi3, "8000", address4, address3, "0028", snapIPv4), udp4At(48).macs(26, 32), OK},
	{"802.11 protected", LinkIEEE80211, join(udp4, "0841 0000", wifi3, "0000"), expected{}, Encrypted},
	{"802.11 beacon", LinkIEEE80211, join(nil, "8000 0000", wifi3, "0000"), expected{}, NotIP},
	{"802.11 no data", LinkIEEE80211, join(nil, "4801 0000", wifi3), expected{}, NotIP},
	{"802.11 later fragment", LinkIEEE80211,
		join(udp4, "0801 0000", address1, address2, address3, "1100", snapIPv4), expected{}, NotIP},
	{"radiotap", LinkRadiotap, join(udp4, "0000 0800 00000000", "0801 0000", wifi3, snapIPv4),
		udp4At(40).macs(24, 18), OK},
	{"radiotap check sequence", LinkRadiotap,
		append(join(udp4, "0000 1100 03000000 0011223344556677 10", "0801 0000", wifi3, snapIPv4), 1, 2, 3, 4),
		udp4At(49).macs(33, 27), OK},
	{"radiotap padding, more presence words", LinkRadiotap,
		join(udp4, "0000 0d00 02000080 00000000 20", "8801 0000", wifi3, "0000 0000", snapIPv4),
		udp4At(49).macs(29, 23), OK},
	{"prism", LinkPrism, join(udp4, "44000000 0c000000 00000000", "0801 0000", wifi3, snapIPv4),
		udp4At(44).macs(28, 22), OK},
	{"AVS", LinkAVS, join(udp4, "80211001 0000000c 00000000", "0801 0000", wifi3, snapIPv4),
		udp4At(44).macs(28, 22), OK},
	{"AVS in prism's type", LinkPrism, join(udp4, "80211001 0000000c 00000000", "0801 0000", wifi3, snapIPv4),
		udp4At(44).macs(28, 22), OK},
}

// notIP is a tunnel payload that is not IP.
var notIP = bytesOf("0001020304050607 08090a0b0c0d0e0f 1011121314151617")

var tunnelSamples = []sample{
	{"GTP", LinkEthernet, inUDP(2152, 2152, udp4, "30ff 0020 00000001"),
		udp4At(udpTunnelAt + 8).eth().tunnel(TunnelGTP), OK},
	{"GTP sequence", LinkEthernet, inUDP(9, 2152, tcp6, "32ff 0047 00000001 0001 00 00"),
		tcp6At(udpTunnelAt + 12).eth().tunnel(TunnelGTP), OK},
	{"GTP extensions", LinkEthernet, inUDP(9, 2152, udp4, "34ff 002c 00000001 0000 00 85", "01 10 01 40", "01 0000 00"),
		udp4At(udpTunnelAt + 20).eth().tunnel(TunnelGTP), OK},
	{"CAPWAP 802.3", LinkEthernet, inUDP(5247, 9, udp4, "00 100000 00000000", ethIPv4),
		udp4At(udpTunnelAt + 22).eth().tunnel(TunnelCAPWAP), OK},
	{"CAPWAP 802.11", LinkEthernet, inUDP(9, 5247, udp4, "00 200320 00000000 0000000000000000", "0801 0000", wifi3,
		snapIPv4), udp4At(udpTunnelAt + 48).eth().tunnel(TunnelCAPWAP), OK},
	{"CAPWAP 802.11 swapped", LinkEthernet, inUDP(9, 5247, udp4, "00 100300 00000000", "0108 0000",
		address1, address2, address3, "0110", snapIPv4), udp4At(udpTunnelAt + 40).eth().tunnel(TunnelCAPWAP), OK},
	{"TZSP", LinkEthernet, inUDP(9, 37008, udp4, "01 00 0001", "00 0a 01 ff 01", ethIPv4),
		udp4At(udpTunnelAt + 23).eth().tunnel(TunnelTZSP), OK},
	{"TZSP 802.11", LinkEthernet, inUDP(9, 37008, udp4, "01 00 0012", "01", "0801 0000", wifi3, snapIPv4),
		udp4At(udpTunnelAt + 37).eth().tunnel(TunnelTZSP), OK},
	{"L2TP", LinkEthernet, inUDP(1701, 1701, udp4, "0002 0001 0002", "ff03 0021"),
		udp4At(udpTunnelAt + 10).eth().tunnel(TunnelL2TP), OK},
	{"L2TP all fields", LinkEthernet,
		inUDP(1701, 9, udp4, "4a02 0034 0001 0002 0001 0001 0002 ffff", "0021"),
		udp4At(udpTunnelAt + 18).eth().tunnel(TunnelL2TP), OK},
	{"L2TPv3 cookie", LinkEthernet, inIPv4(115, udp4, "00000001 1122334455667788", ethIPv4),
		udp4At(34 + 26).eth().tunnel(TunnelL2TP), OK},
	{"L2TPv3 PPP in UDP", LinkEthernet, inUDP(1701, 1701, tcp6, "0003 0000 00000001", "ff03 0057"),
		tcp6At(udpTunnelAt + 12).eth().tunnel(TunnelL2TP), OK},
	{"VXLAN", LinkEthernet, inUDP(9, 4789, udp4, "08000000 00000100", ethIPv4),
		udp4At(udpTunnelAt + 22).eth().tunnel(TunnelVXLAN), OK},
	{"VXLAN old port, VLAN inside", LinkEthernet, inUDP(9, 8472, udp4, "08000000 00000100", macs, "8100 0007 0800"),
		udp4At(udpTunnelAt + 26).eth().vlan(7).tunnel(TunnelVXLAN), OK},
	{"VXLAN-GPE", LinkEthernet, inUDP(9, 4790, tcp6, "0c000002 00000100"),
		tcp6At(udpTunnelAt + 8).eth().tunnel(TunnelVXLAN), OK},
	{"GRE", LinkEthernet, inIPv4(47, udp4, "0000 0800"), udp4At(38).eth().tunnel(TunnelGRE), OK},
	{"GRE all fields", LinkEthernet, inIPv4(47, tcp6, "b000 86dd 00000000 00000001 00000002"),
		tcp6At(50).eth().tunnel(TunnelGRE), OK},
	{"GRE MPLS", LinkEthernet, inIPv4(47, udp4, "0000 8847 00010140"), udp4At(42).eth().tunnel(TunnelGRE), OK},
	{"GRE Ethernet", LinkEthernet, inIPv4(47, udp4, "2000 6558 00000100", ethIPv4),
		udp4At(56).eth().tunnel(TunnelGRE), OK},
	{"PPTP", LinkEthernet, inIPv4(47, udp4, "3081 880b 00240001 00000001 00000001", "ff03 0021"),
		udp4At(54).eth().tunnel(TunnelGRE), OK},
	{"WCCP", LinkEthernet, inIPv4(47, udp4, "0000 883e 00000000"), udp4At(42).eth().tunnel(TunnelGRE), OK},
	{"ERSPAN I", LinkEthernet, inIPv4(47, udp4, "0000 88be", ethIPv4), udp4At(52).eth().tunnel(TunnelGRE), OK},
	{"ERSPAN II", LinkEthernet, inIPv4(47, udp4, "1000 88be 00000001", "1000000100000000", ethIPv4),
		udp4At(64).eth().tunnel(TunnelGRE), OK},
	{"ERSPAN III", LinkEthernet, inIPv4(47, udp4, "1000 22eb 00000001", "20000001 00000000 00000001 0000000000000000",
		ethIPv4), udp4At(76).eth().tunnel(TunnelGRE), OK},
	{"Geneve", LinkEthernet, inUDP(9, 6081, udp4, "0200 6558 00000100", "0102030100000000", ethIPv4),
		udp4At(udpTunnelAt + 30).eth().tunnel(TunnelGeneve), OK},
	{"Geneve IPv6", LinkEthernet, inUDP(9, 6081, tcp6, "0000 86dd 00000100"),
		tcp6At(udpTunnelAt + 8).eth().tunnel(TunnelGeneve), OK},
	{"IPv4 in IPv4", LinkEthernet, inIPv4(4, udp4), udp4At(34).eth().tunnel(TunnelIPIP), OK},
	{"IPv6 in IPv4", LinkEthernet, inIPv4(41, tcp6), tcp6At(34).eth().tunnel(TunnelIPIP), OK},
	{"IPv4 in IPv6", LinkRaw, join(udp4, ipv6Header(4, len(udp4))), udp4At(40).tunnel(TunnelIPIP), OK},
	{"IPv6 in IPv6", LinkRaw, join(tcp6, ipv6Header(41, len(tcp6))), tcp6At(40).tunnel(TunnelIPIP), OK},
	{"GTP in VXLAN", LinkEthernet, inUDP(9, 4789, inUDP(9, 2152, udp4, "30ff 0020 00000001"), "08000000 00000100"),
		udp4At(2*udpTunnelAt + 16).eth().tunnel(TunnelGTP), OK},
	outerSample("GTP echo", 2152, inUDP(9, 2152, nil, "3201 0004 00000000 0001 0000")),
	outerSample("GTP with too long a length", 2152, inUDP(9, 2152, udp4, "30ff 0021 00000001")),
	outerSample("GTP without IP", 2152, inUDP(9, 2152, notIP, "30ff 0018 00000001")),
	outerSample("GTP extension of length 0", 2152, inUDP(9, 2152, udp4, "34ff 0028 00000001 0000 00 85", "00000000")),
	outerSample("CAPWAP DTLS", 5247, inUDP(9, 5247, udp4, "01 000000", ethIPv4)),
	outerSample("CAPWAP keep-alive", 5247, inUDP(9, 5247, udp4, "00 100008 00000000", ethIPv4)),
	outerSample("CAPWAP later fragment", 5247, inUDP(9, 5247, udp4, "00 100080 00010008", ethIPv4)),
	outerSample("L2TP control", 1701, inUDP(9, 1701, udp4, "c802 0014 0001 0000 0000 0000")),
	outerSample("VXLAN without identifier", 4789, inUDP(9, 4789, udp4, "00000000 00000100", ethIPv4)),
	outerSample("VXLAN ARP", 4789, inUDP(9, 4789, notIP, "08000000 00000100", macs, "0806")),
	outerSample("Geneve control", 6081, inUDP(9, 6081, udp4, "0080 6558 00000100", ethIPv4)),
	outerSample("TZSP without end", 37008, inUDP(9, 37008, udp4, "01 00 0001", "0aff")),
	{"Teredo", LinkEthernet, inUDP(9, 3544, teredo6), teredo6At(udpTunnelAt).eth().tunnel(TunnelTeredo), OK},
	{"Teredo, authentication and origin", LinkEthernet,
		inUDP(3544, 9, teredo6, "0001 0204 6162 01020304 1122334455667788 00", "0000 ee1f 3fffdffe"),
		teredo6At(udpTunnelAt + 27).eth().tunnel(TunnelTeredo), OK},
	{"Teredo origin", LinkEthernet, inUDP(3544, 9, teredo6, "0000 ee1f 3fffdffe"),
		teredo6At(udpTunnelAt + 8).eth().tunnel(TunnelTeredo), OK},
	outerSample("Teredo without an address of its", 3544, inUDP(9, 3544, tcp6)),
	outerSample("Teredo, longer than the datagram", 3544, inUDP(9, 3544, teredo6[:66])),
	{"MPLS in UDP", LinkEthernet, inUDP(9, 6635, udp4, "000111ff"),
		udp4At(udpTunnelAt + 4).eth().tunnel(TunnelMPLS), OK},
	{"MPLS in UDP, two labels", LinkEthernet, inUDP(9, 6635, tcp6, "00010040 00020140"),
		tcp6At(udpTunnelAt + 8).eth().tunnel(TunnelMPLS), OK},
	{"MPLS in UDP, pseudowire", LinkEthernet, inUDP(9, 6635, udp4, "00010140 00000000", ethIPv4),
		udp4At(udpTunnelAt + 22).eth().tunnel(TunnelMPLS), OK},
	outerSample("MPLS in UDP, more than the packet", 6635, inUDP(9, 6635, append(join(udp4), 0), "000111ff")),
	outerSample("MPLS in UDP, no bottom", 6635, inUDP(9, 6635, udp4, "000110ff")),
	outerSample("MPLS in UDP, something else", 6635, inUDP(9, 6635, notIP)),
	{"GRE in UDP", LinkEthernet, inUDP(9, 4754, udp4, "0000 0800"), udp4At(udpTunnelAt + 4).eth().tunnel(TunnelGRE), OK},
	{"GRE in UDP with a key, Ethernet", LinkEthernet, inUDP(9, 4754, tcp6, "2000 6558 00000001", ethIPv6),
		tcp6At(udpTunnelAt + 22).eth().tunnel(TunnelGRE), OK},
	outerSample("GRE in UDP with reserved flags", 4754, inUDP(9, 4754, udp4, "0010 0800")),
	{"EtherIP", LinkEthernet, inIPv4(97, udp4, "3000", ethIPv4), udp4At(50).eth().tunnel(TunnelEtherIP), OK},
	{"EtherIP in IPv6, VLAN", LinkRaw, join(udp4, ipv6Header(97, len(udp4)+20), "3000", macs, "8100 0007 0800"),
		udp4At(60).vlan(7).tunnel(TunnelEtherIP), OK},
	{"EtherIP of another version", LinkEthernet, inIPv4(97, udp4, "0300", ethIPv4),
		outer("192.0.2.1:0", "192.0.2.2:0", 97, inIPv4(97, udp4, "0300", ethIPv4)), OK},
	{"AYIYA", LinkEthernet, inUDP(9, 5072, tcp6, ayiyaHeader), tcp6At(udpTunnelAt + 44).eth().tunnel(TunnelAYIYA), OK},
	{"AYIYA from a server", LinkEthernet, inUDP(5072, 9, tcp6, ayiyaHeader),
		tcp6At(udpTunnelAt + 44).eth().tunnel(TunnelAYIYA), OK},
	outerSample("AYIYA no-operation", 5072, inUDP(9, 5072, tcp6, "4452 1029", ayiyaHeader[4*2+1:])),
	outerSample("AYIYA, more than the packet", 5072, inUDP(9, 5072, append(join(tcp6), 0), ayiyaHeader)),
	{"Teredo in GTP", LinkEthernet, inUDP(9, 2152, inUDP(9, 3544, teredo6)[14:], "30ff 005f 00000001"),
		teredo6At(udpTunnelAt + 8 + 28).eth().tunnel(TunnelTeredo), OK},
	{"GRE of something", LinkEthernet, inIPv4(47, notIP, "0000 2000"),
		outer("192.0.2.1:0", "192.0.2.2:0", 47, inIPv4(47, notIP, "0000 2000")), OK},
	{"IPv4 in IPv4, too long", LinkEthernet, inIPv4(4, udp4[:31]),
		outer("192.0.2.1:0", "192.0.2.2:0", 4, inIPv4(4, udp4[:31])), OK},
}

// ayiyaHeader announces an identity of 16 bytes, a signature of 20 bytes and IPv6.
const ayiyaHeader = "44521129 6553f100" + "20010db8000000000000000000000001" + "0102030405060708090a0b0c0d0e0f1011121314"

// teredo6 is tcp6 from a Teredo client.
var teredo6 = join(tcp6[24:], "60000000 001b 06 40 20010000000000000000000000000001")

func teredo6At(off uint32) expected {
	return tcp6At(off).with(func(p *Packet) { p.Key = key("[2001::1]:80", "[fd00::2]:4660", protoTCP) })
}

// outerSample expects the packet of the outer headers.
func outerSample(name string, port uint16, frame []byte) sample {
	want := outer("192.0.2.1:9", "192.0.2.2:9", protoUDP, frame)
	want.Key.PortB = port
	return sample{name, LinkEthernet, frame, want, OK}
}

func decode(s sample, opts Options) (Packet, Status) {
	p := Packet{Data: s.frame, WireLength: uint32(len(s.frame)), Time: 1}
	status := NewDecoder(opts).Decode(&p, s.link)
	return p, status
}

// check decodes a sample and compares the whole packet.
func (s sample) check(t *testing.T, opts Options) {
	t.Helper()
	got, status := decode(s, opts)
	require.Equal(t, s.status, status)
	if status != OK {
		return
	}
	want := s.want.Packet
	want.Data, want.WireLength, want.Time, want.Hash = got.Data, got.WireLength, got.Time, want.Key.Hash()
	require.Equal(t, want, got)
}

func allSamples() []sample {
	return slices.Concat(linkSamples, rareLinkSamples, juniperSamples, tagSamples, wirelessSamples, tunnelSamples,
		networkSamples, transportSamples)
}

func TestDecode(t *testing.T) {
	for _, s := range allSamples() {
		t.Run(s.name, func(t *testing.T) { s.check(t, Options{Tunnels: true}) })
	}
}

func TestDecodeWithoutTunnels(t *testing.T) {
	for _, s := range tunnelSamples {
		got, status := decode(s, Options{})
		require.Equal(t, OK, status, s.name)
		require.Equal(t, TunnelNone, got.Key.Tunnel, s.name)
		require.LessOrEqual(t, got.Network, uint32(14), s.name)
	}
}

// TestDecodeCut cuts every sample at every length, with and without the wire length that it had.
func TestDecodeCut(t *testing.T) {
	d := NewDecoder(Options{Tunnels: true})
	for _, s := range allSamples() {
		for n := range s.frame {
			for _, wire := range []int{n, len(s.frame)} {
				p := Packet{Data: s.frame[:n:n], WireLength: uint32(wire)}
				if d.Decode(&p, s.link) == OK {
					requireConsistent(t, &p)
				}
			}
		}
	}
}

// requireConsistent checks what holds for every packet whose status is OK.
func requireConsistent(t *testing.T, p *Packet) {
	t.Helper()
	require.LessOrEqual(t, p.Network, p.Transport)
	require.LessOrEqual(t, p.Transport, p.Payload)
	require.LessOrEqual(t, p.Payload, p.End)
	require.LessOrEqual(t, p.End, uint32(len(p.Data)))
	require.LessOrEqual(t, p.TransportLength, p.IPLength)
	require.LessOrEqual(t, p.PayloadLength, p.TransportLength)
	require.LessOrEqual(t, p.End-p.Payload, p.PayloadLength)
	for _, mac := range []uint32{p.SrcMAC, p.DstMAC} {
		require.True(t, mac == NoOffset || mac+6 <= p.Network, "a MAC address after the link layer")
	}
	k := p.Key
	require.False(t, k.Order(), "the key is not ordered")
	require.Equal(t, p.Key.Hash(), p.Hash)
	require.Contains(t, []uint8{4, 6}, p.Key.Ver)
}

func TestDecodeTooDeep(t *testing.T) {
	frame := bytesOf(macs + "8100")
	for range MaxHeaders {
		frame = append(frame, 0, 1, 0x81, 0)
	}
	sample{link: LinkEthernet, frame: frame, status: TooDeep}.check(t, Options{})

	inner := udp4
	for range MaxHeaders {
		inner = join(inner, ipv4Header(protoIPv4, len(inner)))
	}
	p, status := decode(sample{link: LinkRaw, frame: inner}, Options{Tunnels: true})
	require.Equal(t, OK, status, "the tunnel that is too deep is the flow")
	require.Equal(t, uint8(protoIPv4), p.Key.Proto)
}

func TestDecodeAllocatesNothing(t *testing.T) {
	d := NewDecoder(Options{Tunnels: true})
	for _, s := range allSamples() {
		p := Packet{Data: s.frame, WireLength: uint32(len(s.frame))}
		d.Decode(&p, s.link)
		require.Zero(t, testing.AllocsPerRun(10, func() { d.Decode(&p, s.link) }), s.name)
	}
}
