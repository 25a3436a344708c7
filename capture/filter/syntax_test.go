package filter_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/capture/filter"
	"github.com/nfstream/nfstream-go/packet"
)

func TestErrorsShowTheColumn(t *testing.T) {
	for _, c := range []struct {
		expression string
		column     int
		reason     string
	}{
		{"host", 5, "expected an address, found the end"},
		{"tcp port http-proxy", 10, "not a port"},
		{"tcp port 65536", 10, "at most 65535"},
		{"port 99999999999", 6, "not a 32-bit number"},
		{"udp port http", 10, "not a service of udp"},
		{"host www.example.com", 6, "names are not resolved"},
		{"host 1.2.3.256", 6, "not an address"},
		{"host 10", 6, "not a host address"},
		{"net 10.1.2.3/8", 5, "bits beyond its mask"},
		{"net 10.0.0.0/33", 14, "at most 32"},
		{"net 10.0.0.0 mask 255.0.0.256", 19, "not an address"},
		{"net 2001:db8::/129", 16, "at most 128"},
		{"net 2001:db8::1/32", 5, "bits after its prefix"},
		{"ip host ::1", 9, `"ip" cannot be combined with an IPv6 address`},
		{"ip6 host 1.2.3.4", 10, "not an IPv6 address"},
		{"tcp host 1.2.3.4", 1, `"tcp" cannot be combined with "host"`},
		{"icmp port 80", 1, "only tcp, udp and sctp have ports"},
		{"ether host 1.2.3.4", 12, "not a MAC address"},
		{"ether net 1:2:3:4:5:6", 1, "ether host"},
		{"tcp and", 8, "expected a condition, found the end"},
		{"tcp udp", 5, `"and", "or" or the end`},
		{"tcp or 80", 10, "a value needs a comparison"},
		{"(tcp port 80) or www", 18, "needs a qualifier"},
		{"1.2.3.4", 1, "needs a qualifier"},
		{"(tcp", 5, `expected ")", found the end`},
		{"tcp)", 4, `the end, found ")"`},
		{"tcp[0", 6, `expected "]"`},
		{"tcp[0:3] = 1", 7, "a size of 1, 2 or 4"},
		{"tcp[0:8] = 1", 7, "at most 4"},
		{"tcp[13]", 8, "a value needs a comparison"},
		{"tcp[13] & 2 and ip", 13, "a value needs a comparison"},
		{"len > udp", 10, `expected "[", found the end`},
		{"len > 1 / 0", 9, "division by zero"},
		{"len % (2 - 2) = 1", 5, "division by zero"},
		{"1 << 32 = len", 3, "shift by more than 31 bits"},
		{"ip[0 - 1] = 3", 6, "is out of range"},
		{"vlan 4096", 6, "at most 4095"},
		{"mpls 1048576", 6, "at most 1048575"},
		{"pppoes 65536", 8, "at most 65535"},
		{"geneve 16777216", 8, "at most 16777215"},
		{"mpls and arp", 10, "do not record whether MPLS carries arp"},
		{"gateway snup", 1, "names are not resolved"},
		{"proto nonsense", 7, "not a known protocol"},
		{"ip proto 256", 10, "at most 255"},
		{"ether proto 65536", 13, "at most 65535"},
		{"tcp proto 6", 1, "filters know no protocols above"},
		{"ether protochain 6", 1, "protochain requires ip or ip6"},
		{"arp multicast", 1, `"arp" cannot be combined with "multicast"`},
		{"ether", 6, `"ether" is incomplete before the end`},
		{"src or ip", 8, `expected "dst"`},
		{"src tcp port 80", 5, "expected an address"},
		{"llc foo", 5, "not a type of LLC PDU"},
		{"less foo", 6, "expected a length"},
		{"type foo", 6, "expected an 802.11 frame type"},
		{"type mgt subtype ack", 18, "belongs to another type"},
		{"ifname eth0", 1, "logs of the packet filter pf"},
		{"tcp and vpi 3", 9, "ATM"},
		{"decnet src 1", 12, "not a DECnet host"},
		{"decnet host 64.1", 13, "areas up to 63"},
		{"tcp # udp", 5, `unexpected "#"`},
		{`tcp and \`, 9, `unexpected`},
		{"tcp \x00", 5, "unexpected"},
		{"tcp and é", 9, `unexpected "é"`},
		{strings.Repeat("(", 300) + "tcp" + strings.Repeat(")", 300), 201, "more than 200 levels of nesting"},
		{strings.Repeat("not ", 300) + "tcp", 801, "more than 200 levels of nesting"},
		{strings.Repeat("-", 300) + "1 = len", 200, "more than 200 levels of nesting"},
		{"tcp" + strings.Repeat(" ", 65536), 65537, "at most 65536 bytes"},
	} {
		_, err := filter.Compile(c.expression, packet.LinkEthernet)
		var syntax *filter.SyntaxError
		require.ErrorAs(t, err, &syntax, c.expression)
		require.Equal(t, c.column, syntax.Column, "%s: %v", c.expression, err)
		require.Contains(t, syntax.Reason, c.reason, c.expression)
		require.Equal(t, c.expression, syntax.Expression)
		require.NotErrorIs(t, err, filter.ErrLink)
		require.Less(t, len(err.Error()), 400)
	}
}

func TestErrorMessage(t *testing.T) {
	_, err := filter.Compile("tcp port 70000", packet.LinkEthernet)
	require.EqualError(t, err, `filter "tcp port 70000": column 10: a port is at most 65535, not 70000`)
}

func TestLinkTypesThatCannotTell(t *testing.T) {
	for expression, links := range map[string][]packet.LinkType{
		"tcp and ether host 1:2:3:4:5:6": {packet.LinkRaw, packet.LinkNull, packet.LinkLinuxSLL, packet.LinkPPP},
		"tcp and broadcast":              {packet.LinkRaw, packet.LinkIPv4, packet.LinkLinuxSLL2},
		"tcp and vlan":                   {packet.LinkRaw, packet.LinkLoop, packet.LinkPPP, packet.LinkPPPoE},
		"tcp and mpls":                   {packet.LinkRaw, packet.LinkIPv6, packet.LinkNull},
		"tcp and llc":                    {packet.LinkRaw, packet.LinkPPP, packet.LinkCiscoHDLC},
		"tcp and inbound":                {packet.LinkEthernet, packet.LinkRaw, packet.LinkRadiotap},
		"tcp and type mgt":               {packet.LinkEthernet, packet.LinkPPP},
		"tcp and wlan addr1 1:2:3:4:5:6": {packet.LinkEthernet, packet.LinkRaw},
		"tcp and radio[0] = 1":           {packet.LinkEthernet, packet.LinkIEEE80211},
		"mpls and vlan":                  {packet.LinkEthernet},
		"tcp":                            {packet.LinkType(147), packet.LinkType(65535)},
	} {
		for _, link := range links {
			_, err := filter.Compile(expression, link)
			require.ErrorIs(t, err, filter.ErrLink, "%s on %v", expression, link)
			require.ErrorContains(t, err, filter.LinkName(link))
		}
	}
}

func TestWhatTcpdumpRefuses(t *testing.T) {
	for _, expression := range []string{
		"net 10/8", "ip proto tcp", "proto icmp", "ether proto ip", "len-14 > 3", "portrange 80 - 90", "-1 < len",
		"net 10/8 or 11/8", "portrange 1-2 or 3-4", "vxlan", "vxlan 3 and ip", "host 1.2.3.4 and (port 80)",
		"", "  ", "\t\n",
	} {
		_, err := filter.Compile(expression, packet.LinkEthernet)
		require.NoError(t, err, expression)
	}
}
