package filter_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/bpf"

	"github.com/nfstream/nfstream-go/capture/filter"
	"github.com/nfstream/nfstream-go/packet"
)

func bytesOf(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
	require.NoError(t, err)
	return b
}

// Packets without link-layer headers.
const (
	macs    = "ffffffffffff 021122334455 "
	ipv4TCP = "4500 0028 0001 4000 40 06 0000 0a000001 c0a80102 " + // 10.0.0.1:50000 to 192.168.1.2:443, SYN
		"c350 01bb 00000001 00000000 50 02 ffff 0000 0000 "
	ipv4Options = "4600 002c 0001 0000 40 11 0000 0a000001 c0a80102 01010100 c350 0035 0008 0000 "
	ipv4First   = "4500 001c 0001 2000 40 11 0000 0a000001 c0a80102 c350 0035 0008 0000 "
	ipv4Later   = "4500 001c 0001 0003 40 11 0000 0a000001 c0a80102 c350 0035 0008 0000 "
	ipv6UDP     = "60000000 0008 11 40 fe800000000000000000000000000001 ff0200000000000000000000000000fb " +
		"14e9 14e9 0008 0000 "
	ipv6Chain = "60000000 0020 00 40 fe800000000000000000000000000001 ff0200000000000000000000000000fb " +
		"2c00010400000000 3c00000000000001 0600010400000000 c350 01bb 0000 0000 "
	arp = "0001 0800 06 04 0001 021122334455 0a000001 000000000000 0a000002 "
)

func TestSemantics(t *testing.T) {
	eth := func(inner string) string { return macs + inner }
	for _, c := range []struct {
		link     packet.LinkType
		frame    string
		yes, no  []string
		longWire int
	}{
		{packet.LinkEthernet, eth("0800" + ipv4TCP), []string{
			"", "ip", "tcp", "host 10.0.0.1", "src 10.0.0.1 and dst 192.168.1.2", "net 10", "net 192.168.0.0/16", "port 443",
			"tcp dst port 443", "tcp port https", "tcp[tcpflags] = tcp-syn", "ether broadcast", "ether src 2:11:22:33:44:55",
			"ip[8] = 64", "len = 54", "less 54", "greater 54", "tcp port 80 or 443", "portrange 440-450", "multicast",
			"ip protochain tcp", "host 1.1.1.1 or 10.0.0.1", "ip[2:2] + 14 = len", "(len) - 14 = ip[2:2]", "ether[12:2] = 2048",
		}, []string{
			"ip6", "udp", "src host 192.168.1.2", "udp port 443", "port 80", "arp", "vlan", "tcp[13] & tcp-ack != 0",
			"src and dst net 10", "portrange 1-442", "len > 54", "not ip", "ip broadcast", "mpls", "geneve", "llc",
			"src portrange 1-1023", "stp", "less 53", "greater 55",
		}, 0},
		{packet.LinkEthernet, eth("0800" + ipv4TCP), []string{"len = 1500", "greater 1500", "tcp"},
			[]string{"len = 54"}, 1500},
		{packet.LinkEthernet, eth("0800" + ipv4Options), []string{
			"udp port 53", "dst port domain", "ip[0] & 0xf != 5", "udp[2:2] = 53", "udp[4:2] = 8",
		}, []string{"tcp port 53", "src port 53", "port 0x101"}, 0},
		{packet.LinkEthernet, eth("0800" + ipv4First), []string{"port 53", "udp", "udp[2:2] = 53"}, nil, 0},
		{packet.LinkEthernet, eth("0800" + ipv4Later), []string{"udp", "host 10.0.0.1", "not port 53", "not udp[2:2] = 53"},
			[]string{"port 53", "udp[2:2] = 53", "udp[2:2] != 53"}, 0},
		{packet.LinkEthernet, eth("86dd" + ipv6UDP), []string{
			"ip6", "udp", "port 5353", "host fe80::1", "dst ff02::fb", "net fe80::/10", "ip6 multicast", "udp port mdns",
		}, []string{"ip", "tcp", "net 2000::/3", "src ff02::fb", "udp[0:2] = 5353"}, 0},
		{packet.LinkEthernet, eth("86dd" + ipv6Chain), []string{
			"ip6 protochain 6", "protochain 44", "ip6 protochain 60", "ip6 proto 0", "not tcp", "not port 443",
		}, []string{"ip6 proto 6", "ip protochain 6", "ip6 protochain 17", "tcp"}, 0},
		{packet.LinkEthernet, eth("0806" + arp), []string{
			"arp", "host 10.0.0.2", "arp src host 10.0.0.1", "arp[6:2] = 1", "net 10.0.0.0/24", "arp net 10",
		}, []string{"ip", "ip host 10.0.0.1", "rarp host 10.0.0.1", "src 10.0.0.2"}, 0},
		{packet.LinkEthernet, eth("8100 0064 88a8 00c8 0800" + ipv4TCP), []string{
			"vlan", "vlan 100", "vlan and vlan 200", "vlan 100 and vlan 200 and tcp port 443", "not tcp", "ether broadcast",
			"vlan and vlan and ether src 2:11:22:33:44:55", "vlan 7 or vlan 200",
		}, []string{"tcp", "vlan 200", "vlan and tcp", "vlan and vlan and vlan"}, 0},
		{packet.LinkEthernet, eth("8847 00010040 00011140" + ipv4TCP), []string{
			"mpls", "mpls 16", "mpls 16 and mpls 17", "mpls and mpls and host 10.0.0.1", "mpls and mpls and tcp port 443",
		}, []string{"mpls 17", "mpls and ip", "mpls and mpls and mpls", "mpls and mpls and ip6"}, 0},
		{packet.LinkEthernet, eth("8864 1100 0027 002a 0021" + ipv4TCP), []string{
			"pppoes", "pppoes 0x27", "pppoes 0x27 and ip", "pppoes and tcp port 443", "pppoes and ether broadcast",
		}, []string{"pppoes 3", "pppoed", "pppoes and ip6", "ip"}, 0},
		{packet.LinkEthernet, eth("0800 4500 0000 0001 0000 40 11 0000 0a000001 c0a80102 c350 17c1 0000 0000" +
			"0140 6558 00000b00 00000000" + macs + "0800" + ipv4Options), []string{
			"geneve", "geneve 11", "geneve and udp port 53", "geneve 0xb and ether src 2:11:22:33:44:55",
			"geneve and ether[12:2] = 0x800", "udp port 6081 and geneve and port 53", "geneve and ip[0] = 0x46",
		}, []string{"geneve 12", "geneve and tcp", "geneve and port 6081", "vxlan", "geneve and vlan"}, 0},
		{packet.LinkEthernet, eth("86dd 60000000 0000 11 40" + strings.Repeat("00", 32) + "c350 17c1 0000 0000" +
			"0000 0800 00000b00" + ipv4TCP), []string{
			"geneve", "geneve and tcp port 443", "geneve and ip and not ip6",
		}, []string{"geneve and ether broadcast", "geneve and ip6"}, 0},
		{packet.LinkEthernet, eth("0800 4500 0000 0001 0000 40 11 0000 0a000001 c0a80102 c350 12b5 0000 0000" +
			"08000000 00000b00" + macs + "8100 0005 0800" + ipv4TCP), []string{
			"vxlan", "vxlan 11", "vxlan and vlan 5 and tcp port 443", "vxlan and ether broadcast",
		}, []string{"vxlan 12", "vxlan and tcp", "geneve"}, 0},
		{packet.LinkEthernet, eth("0026 42 42 03 0000 00 00") + strings.Repeat("00", 40), []string{
			"stp", "llc", "llc u", "llc ui", "ether proto 0x42",
		}, []string{"ip", "llc i", "llc s", "iso", "ipx", "llc xid"}, 0},
		{packet.LinkRaw, ipv4TCP, []string{"ip", "tcp port 443", "host 10.0.0.1", "not arp", "link[0] = 0x45"},
			[]string{"ip6", "arp", "not ip"}, 0},
		{packet.LinkRaw, ipv6UDP, []string{"ip6", "udp port 5353"}, []string{"ip"}, 0},
		{packet.LinkIPv4, ipv4TCP, []string{"ip", "tcp port 443"}, []string{"ip6"}, 0},
		{packet.LinkIPv6, ipv6UDP, []string{"ip6", "udp port 5353"}, []string{"ip"}, 0},
		{packet.LinkNull, "1e000000" + ipv6UDP, []string{"ip6", "udp port 5353"}, []string{"ip"}, 0},
		{packet.LinkNull, "00000002" + ipv4TCP, []string{"ip", "tcp port 443"}, []string{"ip6", "arp"}, 0},
		{packet.LinkLoop, "00000018" + ipv6UDP, []string{"ip6"}, []string{"ip"}, 0},
		{packet.LinkLinuxSLL, "0004 0001 0006 021122334455 0000 8100 0064 0800" + ipv4TCP, []string{
			"outbound", "vlan 100 and tcp port 443", "ether proto 0x8100",
		}, []string{"inbound", "tcp"}, 0},
		{packet.LinkLinuxSLL2, "0800 0000 00000001 0001 00 06 0211223344550000" + ipv4TCP, []string{
			"inbound", "tcp port 443", "ip",
		}, []string{"outbound", "vlan", "stp"}, 0},
		{packet.LinkPPP, "ff03 0021" + ipv4TCP, []string{"ip", "tcp port 443"}, []string{"ip6"}, 0},
		{packet.LinkPPP, "0021" + ipv4TCP, []string{"ip", "tcp port 443"}, []string{"ip6"}, 0},
		{packet.LinkPPPDir, "01 ff03 0021" + ipv4TCP, []string{"outbound", "tcp port 443"}, []string{"inbound"}, 0},
		{packet.LinkPPPDir, "00 0057" + ipv6UDP, []string{"inbound", "udp port 5353"}, []string{"outbound"}, 0},
		{packet.LinkCiscoHDLC, "0f00 0800" + ipv4TCP, []string{"ip", "tcp port 443"}, []string{"ip6"}, 0},
		{packet.LinkPPPoE, "1100 0001 002a 0021" + ipv4TCP, []string{"ip", "tcp port 443"}, []string{"ip6"}, 0},
		{packet.LinkIEEE80211, "8843 0000" + strings.Repeat("021122334455", 3) + "0000 0a0000000001 0000" +
			"aaaa03000000 0800" + ipv4TCP, []string{
			"tcp port 443", "type data subtype qos-data", "dir dstods", "wlan src 0a:00:00:00:00:01", "llc ui",
			"wlan addr4 0a:00:00:00:00:01", "wlan ra 2:11:22:33:44:55",
		}, []string{"type mgt", "ip6", "wlan src 2:11:22:33:44:55"}, 0},
		{packet.LinkRadiotap, "0000 0800 00000000 b400 0000 021122334455 021122334456", []string{
			"type ctl", "subtype rts", "wlan ra 02:11:22:33:44:55", "wlan ta 02:11:22:33:44:56", "radio[2] = 8",
		}, []string{"ip", "wlan host 02:11:22:33:44:55", "type data"}, 0},
	} {
		frame := bytesOf(t, c.frame)
		check := func(expression string, want bool) {
			p, err := filter.Compile(expression, c.link)
			require.NoError(t, err)
			require.Equal(t, want, p.Match(frame, max(len(frame), c.longWire)), "%s of\n%x", expression, frame)
		}
		for _, e := range c.yes {
			check(e, true)
		}
		for _, e := range c.no {
			check(e, false)
		}
	}
}

// Division, shifts and comparisons of variable numbers follow classic BPF.
func TestArithmetic(t *testing.T) {
	frame := bytesOf(t, macs+"0800"+ipv4TCP)
	for expression, want := range map[string]bool{
		"ip[8] / ip[1] = 0":         false, // division by zero rejects
		"ip[8] / ip[1] != 0":        false,
		"ip[8] % ip[1] = 0":         false,
		"ip[8] << ip[8] = 0":        true, // by 64
		"ip[8] >> ip[8] = 0":        true,
		"0 - ip[8] = 0xffffffc0":    true,
		"-ip[8] > 0x80000000":       true, // unsigned
		"ip[8] - 65 > 0":            true,
		"2 + 3 * 4 = 14":            true,
		"(2 + 3) * 4 = 20":          true,
		"20 - 5 - 5 = 10":           true,
		"100 / 10 / 5 = 2":          true,
		"1 | 2 ^ 3 & 1 = 3":         true,
		"1 << 2 + 1 = 8":            true,
		"0x10 = 16 and 010 = 8":     true,
		"ip[1000] = 0":              false,
		"ip[1000] != 0":             false,
		"not ip[1000] = 0":          false,
		"tcp or ip[1000] = 0":       true, // never loaded
		"ip[len] = 0":               false,
		"ip[len - 15] = 0":          true,
		"ip[0xffffff] = 0":          false,
		"ip[ip[0] & 0xf] = 1":       true,
		"len - 14 = ip[2:2]":        true,
		"ip[12:4] = 0x0a000001":     true,
		"ether[0:4] = 0xffffffff":   true,
		"(ip[8] + 1) * 2 = 130":     true,
		"ip[9] * (ip[8] - 60) = 24": true,
	} {
		p, err := filter.Compile(expression, packet.LinkEthernet)
		require.NoError(t, err, expression)
		require.Equal(t, want, p.Match(frame, len(frame)), expression)
	}
}

func TestLiveTakesTagsBesideTheFrame(t *testing.T) {
	tagged := bytesOf(t, macs+"8100 0064 0800"+ipv4TCP)
	for expression, want := range map[string]bool{
		"vlan": true, "vlan 100 and tcp port 443": true, "vlan 7": false, "vlan and vlan": false, "not vlan": false,
	} {
		p, err := filter.Compile(expression, packet.LinkEthernet, filter.Live)
		require.NoError(t, err)
		require.Equal(t, want, p.Match(tagged, len(tagged)), expression)
		var ancillary bool
		for _, in := range p.Instructions() {
			ancillary = ancillary || in.Op == 0x20 && in.K == 0xfffff000+48
		}
		require.True(t, ancillary, "SKF_AD_VLAN_TAG_PRESENT is loaded")
	}
	p, err := filter.Compile("inbound and tcp", packet.LinkEthernet, filter.Live)
	require.NoError(t, err)
	require.Equal(t, bpf.RawInstruction{Op: 0x20, K: 0xfffff004}, p.Instructions()[0], "SKF_AD_PKTTYPE")
}

// Another virtual machine runs the instructions of a program with the same results.
func TestSameAsAnotherMachine(t *testing.T) {
	frames := [][]byte{bytesOf(t, macs+"0800"+ipv4TCP), bytesOf(t, macs+"86dd"+ipv6UDP), bytesOf(t, macs+"0806"+arp)}
	for _, expression := range oracleExpressions {
		p, err := filter.Compile(expression, packet.LinkEthernet)
		if err != nil {
			continue
		}
		code, ok := bpf.Disassemble(p.Instructions())
		require.True(t, ok, expression)
		vm, err := bpf.NewVM(code)
		require.NoError(t, err, expression)
		for _, f := range frames {
			n, err := vm.Run(f)
			require.NoError(t, err)
			require.Equal(t, n > 0, p.Match(f, len(f)), expression)
		}
	}
}
