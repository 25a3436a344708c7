package packet

import "testing"

// BenchmarkDecode decodes one frame of each kind of link and tunnel repeatedly.
func BenchmarkDecode(b *testing.B) {
	tcp4 := bytesOf("4500002c 00014000 4006 0000 0a000002 0a000001" +
		"c001 01bb 00000001 00000002 5018 2000 0000 0000 61626364")
	udp6 := join(nil, ipv6Header(protoUDP, 12), udpHeader(1234, 53, 4), "61626364")
	for _, s := range []sample{
		{name: "ethernet-ipv4-tcp", link: LinkEthernet, frame: join(tcp4, ethIPv4)},
		{name: "ethernet-ipv6-tcp", link: LinkEthernet, frame: join(tcp6, ethIPv6)},
		{name: "ethernet-ipv4-udp", link: LinkEthernet, frame: join(udp4, ethIPv4)},
		{name: "ethernet-ipv6-udp", link: LinkEthernet, frame: join(udp6, ethIPv6)},
		{name: "vlan", link: LinkEthernet, frame: join(tcp4, macs, "8100 0001 0800")},
		{name: "qinq", link: LinkEthernet, frame: join(tcp4, macs, "88a8 0001 8100 0002 0800")},
		{name: "802.3-snap", link: LinkEthernet, frame: join(tcp4, macs, "0034", snapIPv4)},
		{name: "mpls", link: LinkEthernet, frame: join(tcp4, macs, "8847 00010040 00020140")},
		{name: "mpls-pseudowire", link: LinkEthernet,
			frame: join(tcp4, macs, "8847 00010140 00000000 0400000000ff 0400000000fe 0800")},
		{name: "pppoe", link: LinkEthernet, frame: join(tcp4, macs, "8864 1100 0001 002e 0021")},
		{name: "raw", link: LinkRaw, frame: tcp4},
		{name: "null", link: LinkNull, frame: join(tcp4, "02000000")},
		{name: "sll", link: LinkLinuxSLL, frame: join(tcp4, "0000 0001 0006 02000000000a0000 0800")},
		{name: "sll2", link: LinkLinuxSLL2, frame: join(tcp4, "0800 0000 00000002 0001 00 06 02000000000a0000")},
		{name: "ppi", link: LinkPPI, frame: join(tcp4, "00 00 0800 01000000", ethIPv4)},
		{name: "loop", link: LinkLoop, frame: join(tcp6, "00000018")},
		{name: "hdlc", link: LinkCiscoHDLC, frame: join(tcp4, "0f00 0800")},
		{name: "ppp", link: LinkPPP, frame: join(tcp4, "ff03 0021")},
		{name: "802.11", link: LinkIEEE80211, frame: join(tcp4, "8801 0000", wifi3, "0000", snapIPv4)},
		{name: "prism", link: LinkPrism,
			frame: join(tcp4, "44000000 0c000000 00000000", "0801 0000", wifi3, snapIPv4)},
		{name: "radiotap", link: LinkRadiotap,
			frame: join(tcp4, "0000 0900 02000000 00", "8801 0000", wifi3, "0000", snapIPv4)},
		{name: "ipv4-fragment", link: LinkRaw, frame: fragment4(1, 100)},
		{name: "ipv6-fragment-first", link: LinkRaw, frame: fragment6(1, ipv6FragmentMore)},
		{name: "gtp", link: LinkEthernet, frame: inUDP(9, 2152, tcp4, "30ff 002c 00000001")},
		{name: "vxlan", link: LinkEthernet, frame: inUDP(9, 4789, tcp4, "08000000 00000100", ethIPv4)},
		{name: "geneve", link: LinkEthernet, frame: inUDP(9, 6081, tcp4, "0000 6558 00000100", ethIPv4)},
		{name: "gretap", link: LinkEthernet, frame: inIPv4(47, tcp4, "2000 6558 00000100", ethIPv4)},
		{name: "erspan", link: LinkEthernet,
			frame: inIPv4(47, tcp4, "1000 88be 00000001", "1000000100000000", ethIPv4)},
		{name: "gre", link: LinkEthernet, frame: inIPv4(47, tcp4, "0000 0800")},
		{name: "ipip", link: LinkEthernet, frame: inIPv4(4, tcp4)},
		{name: "6in4", link: LinkEthernet, frame: inIPv4(41, tcp6)},
		{name: "6in6", link: LinkRaw, frame: join(tcp6, ipv6Header(41, len(tcp6)))},
		{name: "l2tpv3", link: LinkEthernet, frame: inIPv4(115, tcp4, "00000001 1122334455667788", ethIPv4)},
		{name: "gtp-in-vxlan", link: LinkEthernet,
			frame: inUDP(9, 4789, inUDP(9, 2152, tcp4, "30ff 002c 00000001"), "08000000 00000100")},
		{name: "l2tp", link: LinkEthernet, frame: inUDP(1701, 1701, tcp4, "0002 0001 0002", "ff03 0021")},
		{name: "capwap", link: LinkEthernet,
			frame: inUDP(9, 5247, tcp4, "00 100300 00000000", "0801 0000", wifi3, snapIPv4)},
		{name: "tzsp", link: LinkEthernet, frame: inUDP(9, 37008, tcp4, "01 00 0001", "01", ethIPv4)},
	} {
		b.Run(s.name, func(b *testing.B) {
			d := NewDecoder(Options{Tunnels: true})
			p := Packet{Data: s.frame, WireLength: uint32(len(s.frame))}
			b.ReportAllocs()
			for b.Loop() {
				if status := d.Decode(&p, s.link); status != OK {
					b.Fatal(status)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N), "ns/packet")
		})
	}
}
