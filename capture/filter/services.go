package filter

import "strings"

// service is the name of a port and the protocols of its assignment.
type service struct {
	port   uint32
	protos uint8
}

const (
	onTCP uint8 = 1 << iota
	onUDP
	onSCTP
)

// services are the common names in IANA's registry of service names and port numbers. They do not depend on the
// /etc/services of a machine.
var services = map[string]service{}

const (
	tcpServices = `ftp-data 20 ftp 21 ssh 22 telnet 23 smtp 25 whois 43 tacacs 49 gopher 70 finger 79 http 80 www 80
		kerberos 88 pop3 110 auth 113 nntp 119 imap 143 imap2 143 irc 194 imap3 220 ldap 389 https 443 kpasswd 464
		submissions 465 exec 512 login 513 shell 514 printer 515 nntps 563 submission 587 ldaps 636 domain-s 853 rsync 873
		ftps-data 989 ftps 990 telnets 992 imaps 993 pop3s 995 socks 1080 mqtt 1883 rtmp 1935 mysql 3306
		ms-wbt-server 3389 svn 3690 postgresql 5432 amqp 5672 amqps 5671 x11 6000 redis 6379 ircs-u 6697 bgp 179
		http-alt 8080 ms-sql-s 1433 oracle 1521 pptp 1723 microsoft-ds 445 netbios-ssn 139 epmap 135 msrpc 135 vnc 5900
		iscsi-target 3260 secure-mqtt 8883 git 9418 xmpp-client 5222 xmpp-server 5269 diameter 3868 modbus 502`
	udpServices = `bootps 67 bootpc 68 tftp 69 ntp 123 snmp 161 snmp-trap 162 snmptrap 162 xdmcp 177 netbios-ns 137
		netbios-dgm 138 isakmp 500 biff 512 who 513 syslog 514 rip 520 ripng 521 dhcpv6-client 546 dhcpv6-server 547
		l2tp 1701 radius 1812 radius-acct 1813 ssdp 1900 gtp-control 2123 gtp-user 2152 mdns 5353 llmnr 5355
		ipsec-nat-t 4500 vxlan 4789 geneve 6081 capwap-control 5246 capwap-data 5247 sflow 6343 ipfix 4739`
	bothServices = `echo 7 discard 9 daytime 13 chargen 19 time 37 domain 53 sunrpc 111 rtsp 554 sip 5060 sips 5061
		nfs 2049 stun 3478 turn 3478 stuns 5349 turns 5349 ms-sql-m 1434 openvpn 1194 coap 5683 coaps 5684`
)

func init() {
	for list, protos := range map[string]uint8{
		tcpServices: onTCP, udpServices: onUDP, bothServices: onTCP | onUDP,
	} {
		f := strings.Fields(list)
		for i := 0; i+1 < len(f); i += 2 {
			services[f[i]] = service{number(f[i+1], 0), protos}
		}
	}
}

// port reads the number or name of a port. protos are the protocols of the name, 0 for a number.
func (p *parser) port(t token, q *qualifiers) (port uint32, protos uint8) {
	if t.kind == tokenWord && isNumber(t.text) {
		return numberUpTo(t, 0xffff, "a port"), 0
	}
	s, ok := services[t.text]
	if !ok {
		fail(t.pos, "%s is not a port or a known service name", t)
	}
	want := map[string]uint8{"": s.protos, "tcp": onTCP, "udp": onUDP, "sctp": onSCTP}[q.proto]
	if s.protos&want == 0 {
		fail(t.pos, "%s is not a service of %s", t, q.proto)
	}
	return s.port, s.protos & want
}
