package filter_test

import (
	"strings"

	"github.com/nfstream/nfstream-go/packet"
)

// oracleExpressions are compared with tcpdump for each link type.
var oracleExpressions = lines(`
host 192.168.1.1
host 192.168.1.1 or 192.168.1.2
src host 10.0.0.1
dst host 10.0.0.1
src or dst host 10.0.0.1
dst and src host 127.0.0.1
src 192.168.1.2
dst 192.168.1.1 and not src 10.0.0.1
ip host 192.168.1.1
arp host 192.168.1.1
rarp host 192.168.1.1
ip6 host fe80::1
host ::1
host ff02::fb
src host fe80::1 or dst host ff02::1:2
ip src 10.0.0.1 or ip dst 8.8.8.8
not host 192.168.1.1 and 8.8.8.8
not (host 192.168.1.1 or 8.8.8.8)
host (192.168.1.1 or 8.8.8.8)
host not 192.168.1.1
host 192.168.1.1 and (8.8.8.8 or 8.8.4.4)
net 10
net 192.168
net 192.168.1
net 10.0.0.0/8
net 192.168.0.0/16 and not net 192.168.1.0/24
net 172.16.0.0 mask 255.240.0.0
net 192.168.1.0 mask 255.255.255.0
src net 10 and dst net 192.168
src and dst net 192.168
net 0.0.0.0/0
net 128.0.0.0/1
arp net 192.168
ip net 192.168
net fe80::/10
net 2001:db8::/32
net 2000::/3
src net fe80::/64 and dst net ff00::/8
ip6 net ::/0
net fd00::/33
net fe80::/127
ether host 00:11:22:33:44:55
ether src 00:00:00:00:00:00
ether dst ff:ff:ff:ff:ff:ff
ether dst ff-ff-ff-ff-ff-ff
ether dst ffff.ffff.ffff
ether dst ffffffffffff
ether host 1:0:5e:0:0:fb
ether host 33:33:0:0:0:fb or 33:33:0:0:0:1
ether src or dst ff:ff:ff:ff:ff:ff
not ether src and dst 0:0:0:0:0:0
ether broadcast
ether multicast
broadcast
multicast
broadcast or multicast
not multicast and not broadcast
ip multicast
ip broadcast
ip6 multicast
ether proto 0x800
ether proto \ip
ether proto \arp or \ip6
ether proto 0x88cc
ether proto 0x42
ether proto 0x806
ether proto 4
ether proto 0x1234
ip
ip6
arp
rarp
atalk
aarp
decnet
iso
stp
ipx
netbeui
lat
moprc
mopdl
sca
ip or ip6
not ip and not ip6
tcp
udp
sctp
icmp
icmp6
igmp
igrp
pim
vrrp
carp
ah
esp
tcp or udp
tcp and udp
not tcp and not udp and not icmp
ip proto 6
ip proto \tcp
ip proto 47
ip proto 6 or 17
ip proto (6 or 17)
ip proto not 6
ip6 proto 6
ip6 proto 0
ip6 proto 44
ip6 proto \udp
ip6 proto ipv6-icmp
proto 17
proto \udp
proto gre
proto ospf
proto 41
proto 4
ip protochain 6
ip6 protochain 6
ip6 protochain 58
ip6 protochain 44
protochain 17
protochain \tcp
not protochain 6
port 80
port 53
src port 53
dst port 53
src and dst port 123
src or dst port 123
tcp port 80
tcp port 80 or 443
tcp port 80 or 443 or 8080
tcp dst port 80 or 443
tcp src port 443 and tcp dst port 443
udp port 53
udp src port 53
udp port 53 or tcp port 53
sctp port 2905
sctp dst port 36412
port 80 or port 443 or port 53
port (80 or 443)
port not 53
not port 53
port http
port domain
tcp port https
udp port domain
port bootps or bootpc
port ssh or smtp or pop3
portrange 1-1023
portrange 6000-6008
tcp portrange 1024-65535
udp dst portrange 5000-6000
src portrange 49152-65535
src and dst portrange 1024-65535
portrange 1023-1
portrange http-https
not portrange 0-1023
host 192.168.1.1 and port 80 or 443
host 192.168.1.1 and (port 80 or port 443)
tcp port 80 and host 10.0.0.1
src host 10.0.0.1 and tcp dst port 80
udp and not port 53 and not port 5353
(tcp or udp) and (port 53 or port 443)
tcp and port 443 and not (src net 10 or dst net 10)
icmp or icmp6
ip and tcp and port 443 and greater 100
less 64
greater 1000
less 60 or greater 1500
len > 100
len >= 100 and len <= 200
len = 60
len == 60
len != 60
len < 100
len <= 60
100 < len
60 = len
len - 14 > 100
len / 2 > 100
len % 2 = 0
len & 1 = 1
len ^ 1 > 100
len | 1 = 61
len << 1 > 500
len >> 3 > 20
(len + 3) * 2 > 500
len - 3 * 4 = 48
-1 < len
1 = 1
1 = 2
1 + 1 = 2 and tcp
2 * 3 = 7 or udp
tcp[13] & 2 != 0
tcp[tcpflags] & tcp-syn != 0
tcp[tcpflags] & (tcp-syn|tcp-fin) != 0
tcp[tcpflags] & (tcp-syn|tcp-ack) == (tcp-syn|tcp-ack)
tcp[tcpflags] == tcp-rst
tcp[tcpflags] & (tcp-push|tcp-urg|tcp-ece|tcp-cwr) != 0
tcp[0:2] = 443
tcp[2:2] > 1023
tcp[4:4] & 1 = 1
tcp[12] >> 4 > 5
tcp[((tcp[12] & 0xf0) >> 2):4] = 0x47455420
tcp[((tcp[12:1] & 0xf0) >> 2):2] = 0x1603
tcp port 80 and (((ip[2:2] - ((ip[0]&0xf)<<2)) - ((tcp[12]&0xf0)>>2)) != 0)
udp[4:2] > 100
udp[8] & 0x80 != 0
udp[0:2] = udp[2:2]
udp[4:2] + 20 = ip[2:2]
udp[4:2] + 20 != ip[2:2]
ip[2:2] - 20 > udp[4:2]
icmp[icmptype] = icmp-echo
icmp[icmptype] != icmp-echo and icmp[icmptype] != icmp-echoreply
icmp[icmpcode] = 1
icmp[0] = 3
icmp6[icmp6type] = icmp6-neighborsolicit
icmp6[icmp6type] = icmp6-routeradvert or icmp6[0] = 143
icmp6[icmp6code] = 0
igmp[0] = 0x16
sctp[0:2] > 2000
ip[0] & 0xf != 5
ip[6:2] & 0x1fff = 0
ip[6:2] & 0x3fff != 0
ip[8] < 64
ip[8] <= 1 or ip6[7] <= 1
ip[9] = 17
ip[12:4] = 0xc0a80101
ip[2:2] > 576
ip[2:2] = len - 14
ip[ip[0] & 0xf] > 3
ip[16] >= 224
ip[0:4] * 3 > 5
ip[8] * ip[9] > 500
ip[8] / ip[9] = 7
ip[8] % 7 = ip[9] % 5
(ip[8] + ip[9]) * (ip[10] - ip[11]) > 0x80000000
(ip[8] | ip[9]) & (ip[10] ^ ip[11]) = 3
ip[2] << ip[3] > 4
ip[12:4] >> (ip[8] & 7) > 4
ip6[6] = 58
ip6[4:2] > 100
ip6[0] & 0xf0 = 0x60
ip6[40] = 135
arp[6:2] = 1
arp[7] = 2
arp[14:4] = arp[24:4]
ether[0] & 1 != 0
ether[0] & 1 = 0 and ip[16] >= 224
ether[12:2] = 0x0800
ether[0:4] = 0xffffffff
link[0] = 0
ether[len - 1] = 0
ether[100] = 0
vlan
vlan 100
vlan and ip
vlan 100 and tcp port 80
vlan and vlan
vlan and vlan 20 and ip
vlan 10 or vlan 20
not vlan
vlan and arp
vlan and host 10.0.0.1
vlan and stp
ip or (vlan and ip)
(vlan and ip6) or udp
vlan and mpls and ip
vlan and ether host 00:11:22:33:44:55
vlan and pppoes and ip
mpls
mpls 1024
mpls 16 and mpls 17
mpls and ip
mpls and mpls and ip6
mpls and host 10.0.0.1
mpls and tcp port 80
mpls and ip[8] < 64
mpls and ether host 00:11:22:33:44:55
not mpls
pppoed
pppoes
pppoes 1
pppoes and ip
pppoes and ip6
pppoes and tcp port 80
pppoes 17 and host 10.0.0.1
pppoes and ether proto 0xc021
geneve
geneve 10
geneve and ip
geneve and tcp port 80
geneve 3 and host 10.0.0.1
geneve and ether host 00:11:22:33:44:55
geneve and vlan and ip
geneve and udp[0:2] > 1000
geneve and ip6
geneve and arp
llc
llc i
llc s
llc u
llc rr
llc rnr
llc rej
llc ui
llc ua
llc disc
llc sabme
llc test
llc xid
llc frmr
clnp
esis
isis
iso proto 0x81
iso proto \isis
isis proto 18
l1
l2
iih
lsp
snp
csnp
psnp
decnet src 1.3
decnet dst 10.123
decnet host 1.1
inbound
outbound
host 1.2.3
tcp[0] > udp[0]
tcp[0x0d] = 0x12
port 0x50
port 0120
! tcp
! (tcp || udp) && ip
tcp && !port 443
not not tcp
((tcp))
((len) > 60)
ip[((2))] > 3
tcp and (udp or (icmp or (ip6 and not (arp or len > 60))))
src net 10 or src net 172.16.0.0/12 or src net 192.168
ip and (tcp[13] = 0x10 or tcp[13] = 0x18) and len < 100
`)

// wirelessExpressions are compared for the link types of IEEE 802.11.
var wirelessExpressions = lines(`
type mgt
type ctl
type data
not type data
type data subtype qos-data
type mgt subtype beacon
type mgt subtype 0x80
subtype beacon
subtype probe-req or subtype probe-resp
subtype ack
subtype null
subtype qos
subtype cf-end-ack
subtype data-cf-ack-poll
dir nods
dir tods
dir fromds
dir dstods
dir 2
wlan addr1 00:11:22:33:44:55
wlan addr2 00:11:22:33:44:55
wlan addr3 00:11:22:33:44:55
wlan addr4 00:11:22:33:44:55
wlan ta 00:11:22:33:44:55
wlan host 00:11:22:33:44:55
wlan src 00:11:22:33:44:55
wlan dst 00:11:22:33:44:55
wlan src and dst 00:11:22:33:44:55
wlan broadcast
wlan[0] = 0x80
wlan[1] & 3 = 2
radio[0] = 0
type data and ip and tcp port 443
`)

func lines(text string) []string { return strings.Split(strings.TrimSpace(text), "\n") }

// knownDifference is the reason why a program should differ from that of tcpdump.
func knownDifference(expression string, link packet.LinkType) string {
	switch {
	case expression == "inbound" || expression == "outbound":
		if link != packet.LinkLinuxSLL && link != packet.LinkLinuxSLL2 {
			return "libpcap compiles it for a live socket"
		}
	case expression == "portrange http-https":
		return "libpcap forgets the protocol of names in ranges, against its manual"
	case link == packet.LinkLinuxSLL2 && sll2Different[expression]:
		return "libpcap compares LSAPs with the protocol field, where Linux has a number that says LLC"
	case isPPPLink(link) && expression == "netbeui":
		return "libpcap does not know its number in PPP (RFC 2097)"
	case isPPPLink(link) && strings.HasPrefix(expression, "pppoes"):
		return "libpcap looks for an EtherType in the protocol field of PPP"
	case expression == "not protochain 6":
		return "libpcap follows chains of any length, to the end of the frame, which rejects it"
	case isWirelessLink(link) && wirelessBroken(expression):
		return "libpcap mixes up scratch cells where the length of headers varies (M[0] is read and never set)"
	case isWirelessLink(link) && expression == "vlan and stp":
		return "libpcap looks for LLC four bytes into the LLC header"
	case isWirelessLink(link) && (strings.Contains(expression, "::/") || strings.HasSuffix(expression, "/0")):
		return "libpcap loads what it masks with 0 there, which rejects cut frames"
	case expression == "wlan ta 00:11:22:33:44:55":
		return "libpcap tests data frames alone, against its manual"
	}
	return ""
}

var sll2Different = map[string]bool{
	"ether proto 0x42": true, "ether proto 4": true, "iso": true, "stp": true, "ipx": true, "netbeui": true,
}

func wirelessBroken(expression string) bool {
	for _, w := range []string{"pppoes", "geneve", "1 + 1 = 2", "2 * 3 = 7"} {
		if strings.Contains(expression, w) {
			return true
		}
	}
	return false
}

func isPPPLink(link packet.LinkType) bool {
	return link == packet.LinkPPP || link == packet.LinkPPPHDLC || link == packet.LinkPPPoE
}
