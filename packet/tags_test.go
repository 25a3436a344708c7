package packet

import (
	"testing"

	"github.com/stretchr/testify/require"
)

var tagSamples = []sample{
	{"Cisco MetaData", LinkEthernet, join(udp4, macs, "8909 01 01 0001 0002 0800"), udp4At(22).eth(), OK},
	{"Cisco MetaData, two options", LinkEthernet, join(udp4, macs, "8909 01 02 0001 0002 0003 0004 0800"),
		udp4At(26).eth(), OK},
	{"Cisco MetaData skipTo a VLAN tag", LinkEthernet, join(tcp6, macs, "8100 0007 8909 01 01 0001 0002 86dd"),
		tcp6At(26).eth().vlan(7), OK},
	{"Cisco MetaData, other version", LinkEthernet, join(udp4, macs, "8909 02 01 0001 0002 0800"), expected{}, NotIP},
	{"VN-Tag", LinkEthernet, join(udp4, macs, "8926 8001 0001 0800"), udp4At(20).eth(), OK},
	{"VN-Tag, VLAN", LinkEthernet, join(udp4, macs, "8926 0001 0001 8100 0009 0800"), udp4At(24).eth().vlan(9), OK},
	{"Cisco timestamp tag", LinkEthernet, join(udp4, macs, "8988 000102030405 0800"), udp4At(22).eth(), OK},
	{"802.1BR E-Tag", LinkEthernet, join(udp4, macs, "893f 0000 0001 0000 0800"), udp4At(22).eth(), OK},
	{"802.1BR E-Tag, VLAN, SNAP", LinkEthernet, join(udp4, macs, "893f 0000 0001 0000 8100 0003 0028", snapIPv4),
		udp4At(34).eth().vlan(3), OK},
	{"PBB", LinkEthernet, join(udp4, macs, "88a8 0005 88e7 00000123", macs, "0800"), udp4At(36).macs(22, 28).vlan(5), OK},
	{"PBB with a customer's VLAN", LinkEthernet, join(udp4, macs, "88e7 00000123", macs, "8100 0008 0800"),
		udp4At(36).macs(18, 24).vlan(8), OK},
	{"FabricPath", LinkEthernet, join(udp4, "0100 0000 0001 0200 0000 0002", "8903 0440", macs, "0800"),
		udp4At(30).macs(16, 22), OK},
	{"FabricPath, VLAN", LinkEthernet, join(udp4, "0100 0000 0001 0200 0000 0002", "8903 0440", macs, "8100 0064 0800"),
		udp4At(34).macs(16, 22).vlan(100), OK},
	{"NSH IPv4", LinkEthernet, join(udp4, macs, "894f 0fc2 01 01 000001ff"), udp4At(22).eth(), OK},
	{"NSH of something", LinkEthernet, join(udp4, macs, "894f 0fc2 01 07 000001ff"), expected{}, NotIP},
	{"NSH metadata of type 1", LinkEthernet,
		join(udp4, macs, "894f 0fc6 01 01 000001ff 00000001 00000002 00000003 00000004"), udp4At(38).eth(), OK},
	{"NSH metadata of type 2", LinkEthernet, join(tcp6, macs, "894f 0fc2 02 02 000001ff"), tcp6At(22).eth(), OK},
	{"NSH Ethernet", LinkEthernet, join(udp4, macs, "894f 0fc2 02 03 000001ff", ethIPv4), udp4At(36).macs(22, 28), OK},
	{"NSH NSH MPLS", LinkEthernet, join(udp4, macs, "894f 0fc2 02 04 000001ff", "0fc2 02 05 000001ff", "00010140"),
		udp4At(34).eth(), OK},
	{"NSH OAM", LinkEthernet, join(udp4, macs, "894f 2fc2 02 01 000001ff"), expected{}, NotIP},
	{"HSR", LinkEthernet, join(udp4, macs, "892f 0026 0001 0800"), udp4At(20).eth(), OK},
	{"HSR, VLAN", LinkEthernet, join(udp4, macs, "8100 0002 892f 1026 0001 0800"), udp4At(24).eth().vlan(2), OK},
	{"PRP trailer", LinkEthernet, append(join(udp4, ethIPv4), 0, 1, 0xa0, 0x26, 0x88, 0xfb), udp4At(14).eth(), OK},
	{"redundancy tag", LinkEthernet, join(udp4, macs, "f1c1 0000 0001 0800"), udp4At(20).eth(), OK},
	{"MACsec without encryption", LinkEthernet, append(join(udp4, macs, "88e5 00 22 00000001 0800"), make([]byte, 16)...),
		udp4At(22).eth(), OK},
	{"MACsec with SCI, VLAN, MetaData", LinkEthernet, append(join(tcp6, macs,
		"88e5 20 00 00000001 0200000000010001 8100 0006 8909 01 01 0001 0002 86dd"), make([]byte, 16)...),
		tcp6At(42).eth().vlan(6), OK},
	{"MACsec encrypted", LinkEthernet, append(join(udp4, macs, "88e5 2c 00 00000001 0200000000010001 0800"),
		make([]byte, 16)...), expected{}, Encrypted},
	{"MACsec of another version", LinkEthernet, join(udp4, macs, "88e5 80 00 00000001 0800"), expected{}, NotIP},
	{"TRILL", LinkEthernet, join(udp4, macs, "22f3 0001 0001 0002", macs, "0800"), udp4At(34).macs(20, 26), OK},
	{"TRILL options", LinkEthernet, join(udp4, macs, "22f3 0041 0001 0002 00000000", macs, "0800"),
		udp4At(38).macs(24, 30), OK},
	{"EDSA", LinkEthernet, join(udp4, macs, "dada 0000 c0000001 0800"), udp4At(22).eth(), OK},
	{"tags skipTo one another", LinkEthernet, join(udp4, macs, "8926 0001 0001", "893f 0000 0001 0000", "8100 0004",
		"8988 000000000000", "8909 01 01 0001 0002", "892f 0026 0001", "0800"), udp4At(54).eth().vlan(4), OK},
	{"ERSPAN II, MetaData inside", LinkEthernet, inIPv4(47, udp4, "1000 88be 00000001", "1000000100000000", macs,
		"8909 01 01 0001 0002 0800"), udp4At(72).eth().tunnel(TunnelGRE), OK},
	{"VXLAN, VN-Tag inside", LinkEthernet, inUDP(9, 4789, udp4, "08000000 00000100", macs, "8926 0001 0001 0800"),
		udp4At(udpTunnelAt + 28).eth().tunnel(TunnelVXLAN), OK},
	{"VXLAN-GPE NSH", LinkEthernet, inUDP(9, 4790, udp4, "0c000004 00000100", "0fc2 02 01 000001ff"),
		udp4At(udpTunnelAt + 16).eth().tunnel(TunnelVXLAN), OK},
	{"GRE NSH", LinkEthernet, inIPv4(47, udp4, "0000 894f", "0fc2 02 03 000001ff", ethIPv4),
		udp4At(60).eth().tunnel(TunnelGRE), OK},
	{"SLL MetaData", LinkLinuxSLL, join(udp4, "0000 0001 0000 0000000000000000 8909", "01 01 0001 0002 0800"),
		udp4At(24), OK},
}

// Tags count towards MaxHeaders, and may not exceed the frame.
func TestTagsAreBounded(t *testing.T) {
	for _, tag := range []string{"8926 0000 0000", "893f 0000 0000 0000", "8909 01 00", "892f 0000 0000",
		"88e5 00 00 00000001", "88e7 00000000" + macs, "8903 0000" + macs, "22f3 0000 0000 0000" + macs} {
		headers := ""
		for range MaxHeaders {
			headers += tag
		}
		p := Packet{Data: join(udp4, macs, headers, "0800")}
		p.WireLength = uint32(len(p.Data)) + 16*MaxHeaders
		require.Equal(t, TooDeep, NewDecoder(Options{}).Decode(&p, LinkEthernet), tag)
	}
}

// A PRP trailer and an integrity check value do not belong to an IP packet of unknown length.
func TestLengthInFrontOfATrailer(t *testing.T) {
	p := Packet{Data: append(join(changed(udp4, 3, 0), macs, "88e5 00 00 00000001 0800"), make([]byte, 16)...)}
	p.WireLength = uint32(len(p.Data))
	require.Equal(t, OK, NewDecoder(Options{}).Decode(&p, LinkEthernet))
	require.Equal(t, uint32(32), p.IPLength)
}
