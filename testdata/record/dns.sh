# Sourced by record.sh: captures of DNS in all its transports.
# shellcheck shell=bash

# zone: named for example.test (many types), signed.example.test (signed) and broken.test (which it does not have).
zone() {
	local ns=$1 dir=$tmp/named; shift
	mkdir -p "$dir"
	cat >"$dir/example" <<-END
		\$TTL 300
		@ SOA ns hostmaster 1 3600 600 86400 60
		@ NS ns
		@ MX 10 mail
		@ MX 20 mail.backup
		@ TXT "v=spf1 ip4:192.0.2.0/24 -all" "a second string"
		@ CAA 0 issue "ca.example.test"
		@ HINFO "a machine" "a system"
		@ RP hostmaster.example.test. who.example.test.
		@ LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m
		@ HTTPS 1 . alpn=h3,h2 ipv4hint=192.0.2.20 ipv6hint=2001:db8::20
		ns A 192.0.2.20
		ns AAAA 2001:db8::20
		www A 192.0.2.20
		www A 192.0.2.21
		www AAAA 2001:db8::20
		mail A 192.0.2.25
		alias CNAME alias2
		alias2 CNAME www
		sub DNAME www
		_sip._udp SRV 10 60 5060 www
		_dns SVCB 1 www alpn=dot port=853
		_443._tcp.www TLSA 3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
		www SSHFP 4 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
		tel NAPTR 100 10 "u" "E2U+sip" "!^.*\$!sip:someone@example.test!" .
		link URI 10 1 "http://www.example.test/"
		odd\\ name\\.with\\@signs A 192.0.2.30
		\\195\\188ml\\228ut A 192.0.2.31
		xn--mlut-4qa5e A 192.0.2.32
		MiXeD A 192.0.2.33
		*.wild A 192.0.2.34
		zero 0 A 0.0.0.0
		local A 127.0.0.1
		long TXT $(for i in {1..12}; do printf '"%0200d" ' "$i"; done)
		round $(for i in {1..40}; do printf 'A 198.51.100.%d\n' "$i"; done)
	END
	sed -i 's/^A 198/round A 198/' "$dir/example"
	printf '$TTL 300\n@ SOA ns.example.test. hostmaster.example.test. 1 3600 600 86400 60\n@ NS ns.example.test.\nwww A 192.0.2.20\n' >"$dir/signed"
	printf '$TTL 300\n@ SOA ns.example.test. hostmaster.example.test. 1 3600 600 86400 60\n@ NS ns.example.test.\n20 PTR www.example.test.\n' >"$dir/reverse"
	cat >"$dir/named.conf" <<-END
		options {
			directory "$dir"; pid-file none; session-keyfile "$dir/session.key";
			listen-on port 53 { any; }; listen-on-v6 port 53 { any; };
			listen-on port 5300 { any; };
			recursion no; dnssec-validation no; check-names primary ignore; minimal-responses no; max-udp-size 4096; allow-transfer { any; };
		};
		controls { };
		zone "example.test" { type primary; file "example"; allow-update { any; }; };
		zone "signed.example.test" { type primary; file "signed"; dnssec-policy default; inline-signing yes; };
		zone "2.0.192.in-addr.arpa" { type primary; file "reverse"; };
		zone "broken.test" { type secondary; primaries { 192.0.2.99; }; };
	END
	background named "$ns" named -g -c "$dir/named.conf"
	until_true listens "$ns" 5300
}

take_dns() {
	local type server
	certificates; peer; pair
	server=${address4[server]}
	give server eth0 192.0.2.21/24
	zone server
	cat >"$tmp/unbound.conf" <<-END
		server:
			chroot: ""
			username: ""
			directory: "$tmp"
			pidfile: "$tmp/unbound.pid"
			use-syslog: no
			do-daemonize: no
			interface: 192.0.2.20@853
			interface: 192.0.2.20@443
			tls-port: 853
			https-port: 443
			tls-service-key: "$tmp/rsa.key"
			tls-service-pem: "$tmp/rsa.chain"
			access-control: 0.0.0.0/0 allow
			do-not-query-localhost: no
			module-config: iterator
			local-zone: "test." nodefault
		stub-zone:
			name: example.test
			stub-addr: 127.0.0.1
			stub-prime: no
	END
	background unbound server unbound -dd -c "$tmp/unbound.conf"
	background doq server "$tmp/peer" doq-serve 192.0.2.21:853 "$tmp/rsa.chain" "$tmp/rsa.key" 127.0.0.1:53
	until_true listens server 853
	until_true listens server 443
	ip -n "${prefix}client" route add 224.0.0.0/4 dev eth0
	ip -n "${prefix}server" route add 224.0.0.0/4 dev eth0
	mkdir -p "/etc/netns/${prefix}server/avahi/services" /run/avahi-daemon
	cat >"/etc/netns/${prefix}server/avahi/services/http.service" <<-END
		<service-group><name>Small pages</name><service><type>_http._tcp</type><port>80</port>
		<txt-record>path=/small</txt-record></service></service-group>
	END
	printf '[server]\nhost-name=printer\nenable-dbus=no\nallow-interfaces=eth0\n[publish]\npublish-workstation=yes\n' \
		>"$tmp/avahi.conf"

	record dns.pcap client eth0
	ask() { in_ns client dig +tries=1 +time=2 @"$server" "$@" >>"$tmp/dig.log" || true; }
	for type in A AAAA HTTPS; do ask www.example.test $type; done
	for type in NS SOA MX TXT CAA HINFO RP LOC HTTPS ANY; do ask example.test $type; done
	ask alias.example.test
	ask x.sub.example.test
	ask _sip._udp.example.test SRV
	ask _dns.example.test SVCB
	ask _443._tcp.www.example.test TLSA
	ask www.example.test SSHFP
	ask tel.example.test NAPTR
	ask link.example.test URI
	ask -x 192.0.2.20
	in_ns client dig +tries=1 @"${address6[server]}" www.example.test AAAA >/dev/null
	# Without EDNS, with a client's subnet, signed, by another port, in another class.
	ask +noedns +nocookie www.example.test
	ask +subnet=198.51.100.0/24 www.example.test
	ask +dnssec www.signed.example.test
	ask +dnssec signed.example.test DNSKEY
	ask +dnssec nothing.signed.example.test
	ask -p 5300 www.example.test
	ask version.bind CH TXT
	# No such name, no such type, refused, server failure, not implemented, format error, and no answer at all.
	ask nowhere.example.test
	ask www.example.test MX
	ask www.other.test
	ask www.broken.test
	ask +opcode=STATUS example.test
	ask +edns=7 +noednsnegotiation www.example.test
	in_ns client dig +tries=2 +time=1 @192.0.2.20 -p 5353 lost.example.test >/dev/null || true
	# Truncated, then by TCP; a large answer; several questions of one connection; a transfer; an update.
	ask +noedns long.example.test TXT
	ask +bufsize=4096 long.example.test TXT
	ask +noedns round.example.test
	ask +tcp www.example.test A
	ask +tcp +keepopen www.example.test A www.example.test AAAA nowhere.example.test A
	ask example.test AXFR
	printf 'server %s\nzone example.test\nupdate add new.example.test 60 A 192.0.2.40\nsend\n' "$server" | in_ns client nsupdate
	# Names.
	ask 'odd\032name\.with\@signs.example.test'
	ask +noidnin '\195\188ml\228ut.example.test'
	ask xn--mlut-4qa5e.example.test
	ask mIxEd.ExAmPlE.tEsT
	ask anything.wild.example.test
	ask "$(printf 'a%.0s' {1..63}).$(printf 'b%.0s' {1..63}).$(printf 'c%.0s' {1..63}).wild.example.test"
	ask 'mzxw6ytboi2dknjuge3tkmrvgi4dsnjxgm3tqojx.nb2wezdpnzzwk43tnfzwizltmfzxi.wild.example.test' TXT
	ask zero.example.test
	ask local.example.test
	ask . NS
	# TLS, HTTPS and QUIC.
	resolve() { in_ns client kdig +time=3 +retry=0 @"$server" "$@" >>"$tmp/kdig.log" 2>&1 || true; }
	resolve +tls +tls-ca="$tmp/ca.pem" +tls-hostname=www.example.test www.example.test A
	resolve +tls +padding=128 +tls-sni=dot.example.test www.example.test AAAA
	resolve +https +tls-hostname=www.example.test +tls-ca="$tmp/ca.pem" www.example.test A
	resolve +https-get +tls-sni=doh.example.test www.example.test AAAA
	in_ns client "$tmp/peer" doq 192.0.2.21:853 www.example.test "$tmp/ca.pem" www.example.test
	in_ns client curl -s -k -m 5 --doh-insecure --doh-url "https://$server/dns-query" https://www.example.test:9/ || true
	# mDNS: a service announced and found, and a name asked for; LLMNR.
	background avahi server avahi-daemon --no-drop-root --no-chroot --no-rlimits -f "$tmp/avahi.conf"
	sleep 3
	in_ns client /usr/bin/python3 "$here/mdns.py" _http._tcp.local.
	in_ns client dig +tries=1 +time=1 @224.0.0.251 -p 5353 printer.local A >/dev/null || true
	background llmnrd server llmnrd -H printer -i eth0 -6
	sleep 0.5
	in_ns client llmnr-query -I eth0 printer >/dev/null || true
	in_ns client llmnr-query -6 -I eth0 printer >/dev/null || true
	in_ns client llmnr-query -t 500 -I eth0 nobody >/dev/null || true
	recorded dns.pcap 'dns.qry.type==1 && udp.dstport==53' 'dns.qry.type==28 && ipv6' 'dns.qry.type==65' 'dns.resp.type==33' \
		'dns.resp.type==35' 'dns.resp.type==44' 'dns.resp.type==64' 'dns.resp.type==46' 'dns.flags.rcode==3' 'dns.flags.rcode==5' \
		'dns.flags.rcode==2' 'dns.flags.rcode==4' 'dns.flags.truncated==1' 'dns && tcp.port==53' 'dns.qry.type==252' 'dns.flags.opcode==5' \
		'dns.opt.client.addr4' 'udp.port==5300' 'tcp.port==853 && tls.handshake.type==1' 'tcp.port==443 && tls.handshake.type==1' \
		'udp.dstport==853 && udp.length>1200' 'mdns && dns.flags.response==1' 'mdns && dns.qry.type==12' 'llmnr && dns.flags.response==1' \
		'llmnr && ipv6' 'ip.frag_offset>0'
	end_scene
}
