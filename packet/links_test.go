package packet

import (
	"encoding/binary"
	"encoding/hex"
)

// pktapHeader returns the first part of a version 1 header for a packet of a DLT_ value.
func pktapHeader(dlt byte) string {
	b := make([]byte, 156)
	b[0], b[4], b[8] = byte(len(b)), pktapPacket, dlt
	return hex.EncodeToString(b)
}

func pktap2Header(dlt byte) string {
	b := make([]byte, 48)
	b[0], b[6] = byte(len(b)), dlt
	binary.LittleEndian.PutUint32(b[pktapFlags:], pktapVersion2)
	return hex.EncodeToString(b)
}

const (
	mgc      = "4d4743 01"
	mgcBare  = "4d4743 03"
	mgcExt   = "4d4743 81 0006 01 04 00000001"
	enc      = "00000102 00000000"
	wwn      = "1000 02000000000b 1000 02000000000a"
	fcHeader = "06000001 00000002 05380000 00000000 00000000 00000000"
)

var rareLinkSamples = []sample{
	{"frame relay", LinkFrameRelay, join(udp4, "1841 03 cc"), udp4At(4), OK},
	{"frame relay IPv6", LinkFrameRelay, join(tcp6, "1841 03 8e"), tcp6At(4), OK},
	{"frame relay, address of four bytes, padding, SNAP", LinkFrameRelay, join(udp4, "18404005 03 00 80 000000 0800"),
		udp4At(12), OK},
	{"frame relay, bridged Ethernet", LinkFrameRelay, join(udp4, "1841 03 00 80 0080c2 0007", ethIPv4),
		udp4At(24).macs(10, 16), OK},
	{"frame relay PPP", LinkFrameRelay, join(udp4, "1841 03 cf 0021"), udp4At(6), OK},
	{"frame relay of Cisco", LinkFrameRelay, join(udp4, "1841 0800"), udp4At(4), OK},
	{"frame relay LMI", LinkFrameRelay, join(nil, "0001 03 08 00 75"), expected{}, NotIP},
	{"frame relay without an end of the address", LinkFrameRelay, join(udp4, "18404040 40"), expected{}, NotIP},
	{"frame relay skipTo a direction", LinkFRDir, join(udp4, "01 1841 03 cc"), udp4At(5), OK},
	{"multilink frame relay", LinkMFR, join(udp4, "c100 1841 03 cc"), udp4At(6), OK},
	{"multilink frame relay, a fragment", LinkMFR, join(udp4, "8100 1841 03 cc"), expected{}, NotIP},
	{"Cisco HDLC skipTo a direction", LinkCiscoHDLCDir, join(udp4, "00 0f00 0800"), udp4At(5), OK},
	{"PPP of pppd", LinkPPPD, join(udp4, "01 03 0021"), udp4At(4), OK},
	{"FDDI", LinkFDDI, join(udp4, "50", macs, snapIPv4), udp4At(21).macs(1, 7), OK},
	{"FDDI SMT", LinkFDDI, join(udp4, "41", macs, snapIPv4), expected{}, NotIP},
	{"token ring", LinkTokenRing, join(udp4, "10 40", macs, snapIPv4), udp4At(22).macs(2, 8), OK},
	{"token ring, routed", LinkTokenRing, join(udp4, "10 40 02000000000b 82000000000a 0630 0011 0020", snapIPv4),
		udp4At(28).macs(2, 8), OK},
	{"token ring MAC", LinkTokenRing, join(udp4, "10 00", macs, snapIPv4), expected{}, NotIP},
	{"ARCNET", LinkARCNET, join(udp4, "01 02 d4 00 0001"), udp4At(6), OK},
	{"ARCNET exception", LinkARCNET, join(udp4, "01 02 d4 ff ffff d4 00 0001"), udp4At(10), OK},
	{"ARCNET fragment", LinkARCNET, join(udp4, "01 02 d4 03 0001"), expected{}, NotIP},
	{"ARCNET of RFC 1051", LinkARCNET, join(udp4, "01 02 f0"), udp4At(3), OK},
	{"ARCNET of Linux, IPv6", LinkARCNETLinux, join(tcp6, "01 02 0000 c4 00 0001"), tcp6At(8), OK},
	{"SLIP", LinkSLIP, join(udp4, "01 45 0000000000000000000000000000"), udp4At(16), OK},
	{"ATM LLC", LinkATM, join(udp4, snapIPv4), udp4At(8), OK},
	{"ATM bridged Ethernet", LinkATM, join(udp4, "aaaa03 0080c2 0007 0000", ethIPv4), udp4At(24).macs(10, 16), OK},
	{"ATM PPP", LinkATM, join(udp4, "fefe03 cf 0021"), udp4At(6), OK},
	{"enc", LinkENC, join(udp4, "00000002", enc), udp4At(12), OK},
	{"enc IPv6, little-endian", LinkENC, join(tcp6, "18000000", enc), tcp6At(12), OK},
	{"pflog", LinkPFLOG, append(append([]byte{61, 2}, make([]byte, 62)...), udp4...), udp4At(64), OK},
	{"pflog IPv6, longer", LinkPFLOG, append(append([]byte{100, 24}, make([]byte, 98)...), tcp6...), tcp6At(100), OK},
	{"pflog too short", LinkPFLOG, join(udp4, "0802 000000000000"), expected{}, NotIP},
	{"IP over Fibre Channel", LinkIPOverFC, join(udp4, wwn, snapIPv4), udp4At(24).macs(2, 10), OK},
	{"SunATM LLC", LinkSunATM, join(udp4, "02 00 0020", snapIPv4), udp4At(12), OK},
	{"SunATM LANE", LinkSunATM, join(udp4, "81 00 0020 0001", ethIPv4), udp4At(20).macs(6, 12), OK},
	{"SunATM signalling", LinkSunATM, join(udp4, "06 00 0005"), expected{}, NotIP},
	{"TZSP link", LinkTZSP, join(udp4, "01 00 0001", "01", ethIPv4), udp4At(19).macs(5, 11), OK},
	{"IP over IEEE 1394", LinkAppleIP1394, join(udp4, "0102030405060708 0908070605040302 0800"), udp4At(18), OK},
	{"DOCSIS", LinkDOCSIS, join(udp4, "00 00 002e 0000", ethIPv4), udp4At(20).macs(6, 12), OK},
	{"DOCSIS extended", LinkDOCSIS, join(udp4, "01 02 0030 0000 0000", ethIPv4), udp4At(22).macs(8, 14), OK},
	{"DOCSIS management", LinkDOCSIS, join(udp4, "c2 00 002e 0000", ethIPv4), expected{}, NotIP},
	{"GFP Ethernet", LinkGFP, join(udp4, "0032 0000 0001 0000", ethIPv4), udp4At(22).macs(8, 14), OK},
	{"GFP IPv4 with FCS, linear", LinkGFP, append(join(udp4, "0030 0000 1110 0000 00000000"), 0, 0, 0, 0), udp4At(12), OK},
	{"AX.25", LinkAX25, join(udp4, "9c94 6e a0 40 40 e0 9c 6e 98 8a 9a 40 61 03 cc"), udp4At(16), OK},
	{"AX.25 skipTo KISS, a repeater", LinkAX25KISS, join(udp4, "00 9c94 6e a0 40 40 e0 9c 6e 98 8a 9a 40 60",
		"9c 6e 98 8a 9a 40 e1 13 cc"), udp4At(24), OK},
	{"AX.25 text", LinkAX25, join(udp4, "9c94 6e a0 40 40 e0 9c 6e 98 8a 9a 40 61 03 f0"), expected{}, NotIP},
	{"Fibre Channel", LinkFC2, join(udp4, fcHeader, snapIPv4), udp4At(32), OK},
	{"Fibre Channel, SOF, network header", LinkFC2Delimited,
		join(udp4, "bcb55656", "06000001 00000002 05380000 00200000 00000000 00000000", wwn, snapIPv4), udp4At(52), OK},
	{"Fibre Channel FCP", LinkFC2, join(udp4, "06000001 00000002 08380000 00000000 00000000 00000000", snapIPv4),
		expected{}, NotIP},
	{"ipnet", LinkIPNET, join(udp4, "01 02 0000 00000020 00000001 00000000 00000000 00000000"), udp4At(24), OK},
	{"ipnet IPv6", LinkIPNET, join(tcp6, "01 1a 0000 00000043 00000001 00000000 00000000 00000000"), tcp6At(24), OK},
	{"NFLOG", LinkNFLOG, join(udp4, "02 00 0001", "0800 0100 08000000", "2400 0900"), udp4At(16), OK},
	{"NFLOG big-endian, address", LinkNFLOG, join(tcp6, "0a 00 0001", "0010 0008 0006 0000 02000000000a 0000",
		"0005 000a 31 000000", "0047 0009"), tcp6At(32).macs(NoOffset, 12), OK},
	{"NFLOG, an attribute of length 0", LinkNFLOG, join(udp4, "02 00 0001", "0000 0100 08000000"), expected{}, NotIP},
	{"netANALYZER", LinkNetAnalyzer, append(join(udp4, "00000000", ethIPv4), 0, 0, 0, 0), udp4At(18).macs(4, 10), OK},
	{"netANALYZER with preamble", LinkNetAnalyzerT, append(join(udp4, "00000000", "55555555555555d5", ethIPv4), 0, 0, 0, 0),
		udp4At(26).macs(12, 18), OK},
	{"IP over InfiniBand", LinkIPoIB, join(udp4, "0800 0000"), udp4At(4), OK},
	{"IP over InfiniBand, routed", LinkIPoIB, join(tcp6, "6000 0000 0047 1b 40", ipv6Ends, "86dd 0000"), tcp6At(44), OK},
	{"PKTAP", LinkPKTAP, join(udp4, pktapHeader(1), ethIPv4), udp4At(170).macs(156, 162), OK},
	{"PKTAP in a type for private use, raw", LinkUser2, join(tcp6, pktapHeader(12)), tcp6At(156), OK},
	{"PKTAP version 2, loopback", LinkPKTAP, join(udp4, pktap2Header(0), "02000000"), udp4At(52), OK},
	{"something of a user", LinkUser2, join(udp4, ethIPv4), expected{}, UnknownLink},
	{"EPON", LinkEPON, join(udp4, "5555d5550001", ethIPv4), udp4At(20).macs(6, 12), OK},
	{"mPacket", LinkMPacket, append(join(udp4, "55555555555555d5", ethIPv4), 0, 0, 0, 0), udp4At(22).macs(8, 14), OK},
	{"mPacket, preemptable", LinkMPacket, append(join(udp4, "55555555555555e6", ethIPv4), 0, 0, 0, 0),
		udp4At(22).macs(8, 14), OK},
	{"mPacket, the rest of one", LinkMPacket, join(udp4, "555555555555611e", ethIPv4), expected{}, NotIP},
	{"ERF Ethernet", LinkERF, join(udp4, "0102030405060708 02 04 0040 0000 002e", "0000", ethIPv4),
		udp4At(32).macs(18, 24), OK},
	{"ERF IPv6 with extensions", LinkERF, join(tcp6, "0102030405060708 97 04 0040 0000 0043",
		"8300000000000000 0300000000000000"), tcp6At(32), OK},
	{"ERF HDLC", LinkERF, join(udp4, "0102030405060708 01 04 0040 0000 0024", "ff03 0021"), udp4At(20), OK},
	{"ERF ATM", LinkERF, join(udp4, "0102030405060708 03 04 0040 0000 0034"), expected{}, NotIP},
	{"Broadcom's tag", LinkDSABroadcom, join(udp4, macs, "20000001 0800"), udp4At(18).eth(), OK},
	{"Broadcom's tag in front", LinkDSABroadcomP, join(udp4, "20000001", ethIPv4), udp4At(18).macs(4, 10), OK},
	{"Marvell's tag", LinkDSAMarvell, join(udp4, macs, "c0000000 0800"), udp4At(18).eth(), OK},
	{"Marvell's tag with a VLAN", LinkDSAMarvell, join(udp4, macs, "e000600a 0800"), udp4At(18).eth().vlan(10), OK},
	{"Marvell's tag with a type", LinkEDSAMarvell, join(tcp6, macs, "dada 0000 e0000005 86dd"),
		tcp6At(22).eth().vlan(5), OK},
}

var juniperSamples = []sample{
	{"Juniper Ethernet", LinkJuniperEther, join(udp4, mgc, ethIPv4), udp4At(18).macs(4, 10), OK},
	{"Juniper Ethernet, extensions", LinkJuniperEther, join(udp4, mgcExt, ethIPv4), udp4At(26).macs(12, 18), OK},
	{"Juniper without link layer", LinkJuniperEther, join(udp4, mgcBare, "00000002"), udp4At(8), OK},
	{"Juniper without magic number", LinkJuniperEther, join(udp4, "4d4744 01", ethIPv4), expected{}, NotIP},
	{"Juniper PPPoE", LinkJuniperPPPoE, join(udp4, mgc, macs, "8864 1100 0001 0022 0021"), udp4At(26).macs(4, 10), OK},
	{"Juniper PPPoE over ATM", LinkJuniperPPPoEATM, join(udp4, mgc, "8864 1100 0001 0022 0021"), udp4At(14), OK},
	{"Juniper PPP", LinkJuniperPPP, join(udp4, mgc, "ff03 0021"), udp4At(8), OK},
	{"Juniper frame relay", LinkJuniperFrame, join(udp4, mgc, "1841 03 cc"), udp4At(8), OK},
	{"Juniper HDLC", LinkJuniperCHDLC, join(tcp6, mgc, "0f00 86dd"), tcp6At(8), OK},
	{"Juniper ATM1 SNAP", LinkJuniperATM1, join(udp4, mgc, "00000000", snapIPv4), udp4At(16), OK},
	{"Juniper ATM2 Ethernet", LinkJuniperATM2, join(udp4, mgc, "0000000000000000", ethIPv4), udp4At(26).macs(12, 18), OK},
	{"Juniper ATM2 NLPID", LinkJuniperATM2, join(udp4, mgc, "0000000000000000", "03 cc"), udp4At(14), OK},
	{"Juniper ATM2 PPP", LinkJuniperATM2, join(udp4, mgc, "0000000000000000", "0021"), udp4At(14), OK},
	{"Juniper ATM2 IP", LinkJuniperATM2, join(tcp6, mgc, "0000000000000000"), tcp6At(12), OK},
	{"Juniper MLPPP", LinkJuniperMLPPP, join(udp4, mgc, "0001", "ff03 0021"), udp4At(10), OK},
	{"Juniper MLPPP, a link", LinkJuniperMLPPP, join(udp4, mgc, "0021"), udp4At(6), OK},
	{"Juniper MLPPP, link services", LinkJuniperMLPPP, join(udp4, mgc, "54010000", "0021"), udp4At(10), OK},
	{"Juniper MLPPP, adaptive services", LinkJuniperMLPPP, join(tcp6, mgc, "4700000000100008"), tcp6At(12), OK},
	{"Juniper MLFR", LinkJuniperMLFR, join(udp4, mgc, "0001", "03 cc"), udp4At(8), OK},
	{"Juniper MFR", LinkJuniperMFR, join(udp4, mgc, "00000001", "03 cc"), udp4At(10), OK},
	{"Juniper MFR, a link", LinkJuniperMFR, join(udp4, mgc, "c100 1841 03 cc"), udp4At(10), OK},
	{"Juniper MFR, adaptive services", LinkJuniperMFR, join(udp4, mgc, "4700000000000008"), udp4At(12), OK},
	{"Juniper services", LinkJuniperServices, join(udp4, mgc, "0000000000000000"), udp4At(12), OK},
	{"Juniper monitor", LinkJuniperMonitor, join(udp4, mgc, "0000000000000000"), udp4At(12), OK},
	{"Juniper GGSN", LinkJuniperGGSN, join(tcp6, mgc, "0000060000000000"), tcp6At(12), OK},
	{"Juniper ES", LinkJuniperES, join(udp4, mgc, "0001 40 03 00000100 c0000201 c0000202"), udp4At(20), OK},
	{"Juniper ES at once", LinkJuniperES, join(udp4, mgc), udp4At(4), OK},
	{"Juniper SRX, Ethernet", LinkJuniperSRX, join(udp4, mgc, ethIPv4), udp4At(18).macs(4, 10), OK},
	{"Juniper Fibre Channel", LinkJuniperFC, join(nil, mgc, fcHeader), expected{}, NotIP},
}
