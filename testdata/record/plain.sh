# Sourced by record.sh: captures without tunnels.
# shellcheck shell=bash

fetch() { in_ns client curl -sS -m 10 -o /dev/null "$@"; }

take_web() {
	routed; web_server server; name_server server
	record web.pcap client eth0
	in_ns client dig +short www.example.test A >/dev/null
	in_ns client dig +short www.example.test AAAA >/dev/null
	in_ns client dig +short example.test MX >/dev/null
	in_ns client dig +tcp +short example.test TXT >/dev/null
	in_ns client dig nowhere.example.test A >/dev/null
	in_ns client ping -q -c 3 -i 0.2 "${address4[server]}" >/dev/null
	in_ns client ping -q -c 3 -i 0.2 "${address6[server]}" >/dev/null
	fetch -4 http://www.example.test/
	fetch -6 http://www.example.test/
	fetch -4 http://www.example.test/missing
	fetch -4 --cacert "$tmp/ca.pem" --http1.1 --tlsv1.2 --tls-max 1.2 https://www.example.test/
	fetch -4 --cacert "$tmp/ca.pem" --tlsv1.3 https://www.example.test/
	fetch -6 --cacert "$tmp/ca.pem" --http1.1 --tlsv1.2 --tls-max 1.2 https://www.example.test/small
	fetch -6 --cacert "$tmp/ca.pem" --tlsv1.3 https://www.example.test/ https://www.example.test/small -o /dev/null
	fetch -4 http://www.example.test:8081/ 2>/dev/null || true
	fetch -6 http://www.example.test:8081/ 2>/dev/null || true
	recorded web.pcap 'dns.a' 'dns.aaaa' 'dns && tcp' 'icmp' 'icmpv6.type==128' 'http && ip' 'http && ipv6' \
		'tls.handshake.extensions_server_name=="www.example.test"' 'tls.handshake.type==11 && ip' \
		'tls.handshake.extensions.supported_version==0x0304' 'tcp.flags.reset==1 && ip' 'tcp.flags.reset==1 && ipv6'
	end_scene
}

# take_copies: copies of web.pcap, made from the one in $out.
take_copies() {
	local whole
	gzip -nc "$out/web.pcap" >"$tmp/web.pcap.gz"
	zstd -qfo "$tmp/web.pcap.zst" "$out/web.pcap"
	# The file header and 40 records, then one record's header and 20 bytes of its frame.
	whole=$(tcpdump -r "$out/web.pcap" -c 40 -w - 2>/dev/null | wc -c)
	head -c $((whole + 16 + 20)) "$out/web.pcap" >"$tmp/web-cut.pcap"
	publish web-cut.pcap 'frame.number==40'
	for file in web.pcap.gz web.pcap.zst; do
		cp "$tmp/$file" "$out/.$file.new"
		mv -f "$out/.$file.new" "$out/$file"
		echo "$file: a copy of web.pcap, $(stat -c %s "$out/$file") bytes"
	done
}

take_ssh() {
	routed
	mkdir -p /run/sshd
	ssh-keygen -q -t ed25519 -N '' -C host -f "$tmp/host_key"
	ssh-keygen -q -t ed25519 -N '' -C client -f "$tmp/client_key"
	background sshd server "$(command -v sshd)" -D -e -f /dev/null -h "$tmp/host_key" -o UsePAM=no \
		-o PidFile=none -o StrictModes=no -o PermitRootLogin=prohibit-password \
		-o AuthorizedKeysFile="$tmp/client_key.pub"
	until_true listens server 22
	record ssh.pcap client eth0
	for address in "${address4[server]}" "${address6[server]}"; do
		in_ns client ssh -F /dev/null -i "$tmp/client_key" -o UserKnownHostsFile=/dev/null \
			-o StrictHostKeyChecking=no -o LogLevel=ERROR "root@$address" 'seq 1 2000' >/dev/null
	done
	recorded ssh.pcap 'ssh && ip' 'ssh && ipv6' 'ssh.protocol'
	end_scene
}

# say ADDRESS PORT BYTES: one UDP datagram and up to 0.3 seconds of answers.
say() { head -c "$3" /dev/zero | tr '\0' x | in_ns client socat -b 9000 -t 0.3 - "UDP:$1:$2" >/dev/null 2>&1 || true; }

take_udp() {
	routed
	background echo server socat -b 9000 UDP6-RECVFROM:7,ipv6only=0,fork EXEC:cat
	background sink server socat -b 9000 -u UDP6-RECV:9,ipv6only=0 /dev/null
	until_true listens server 7
	until_true listens server 9
	record udp.pcap client eth0
	for size in 1 100 1200; do
		say "${address4[server]}" 7 $size
		say "[${address6[server]}]" 7 $size
	done
	# One way only: one flow of many datagrams, no answer.
	for address in "${address4[server]}" "[${address6[server]}]"; do
		(for i in {1..12}; do echo "sample $i"; sleep 0.05; done) | in_ns client socat -u - "UDP:$address:9"
	done
	say "${address4[server]}" 4444 40
	say "[${address6[server]}]" 4444 40
	recorded udp.pcap 'udp.srcport==7 && ip' 'udp.srcport==7 && ipv6' 'udp.dstport==9' 'icmp.type==3' 'icmpv6.type==1'
	end_scene
}

take_fragments() {
	routed
	background echo server socat -b 9000 UDP6-RECVFROM:7,ipv6only=0,fork EXEC:cat
	until_true listens server 7
	ip -n "${prefix}router" link set right mtu 1400
	ip -n "${prefix}server" link set eth0 mtu 1400
	record fragments.pcap client eth0
	for address in "${address4[server]}" "${address6[server]}"; do
		in_ns client ping -q -M dont -c 2 -i 0.2 -s 4000 "$address" >/dev/null || true
	done
	say "${address4[server]}" 7 3000
	say "[${address6[server]}]" 7 3000
	say "[${address6[server]}]" 7 3000
	in_ns client ping -q -M do -c 1 -W 1 -s 1450 "${address4[server]}" >/dev/null 2>&1 || true
	recorded fragments.pcap 'ip.flags.mf==1 && ip.proto==17' 'ip.frag_offset>0' 'ipv6.fraghdr && udp' 'ipv6.fraghdr && icmpv6' \
		'icmp.type==3 && icmp.code==4' 'icmpv6.type==2'
	end_scene
}

take_ipv4_options() {
	routed
	record ipv4-options.pcap client eth0
	in_ns client ping -q -R -c 2 -i 0.2 "${address4[server]}" >/dev/null
	in_ns client ping -q -T tsandaddr -c 2 -i 0.2 "${address4[server]}" >/dev/null
	recorded ipv4-options.pcap 'ip.opt.type==7' 'ip.opt.type==68'
	end_scene
}

take_ipv6_ext() {
	pair; web_server server
	background echo server socat -b 9000 UDP6-RECVFROM:7,fork EXEC:cat
	until_true listens server 7
	for ns in client server; do in_ns $ns sysctl -qw net.ipv6.conf.all.seg6_enabled=1 net.ipv6.conf.eth0.seg6_enabled=1; done
	give server lo 2001:db8:5::1/128
	record ipv6-ext.pcap client eth0
	in_ns client python3 "$here/exthdr.py" "${address6[server]}"
	# The kernel puts a segment routing header into TCP and ICMPv6 to this address.
	ip -n "${prefix}client" -6 route add 2001:db8:5::1/128 encap seg6 mode inline segs "${address6[server]}" dev eth0
	exchange 2001:db8:5::1
	recorded ipv6-ext.pcap 'ipv6.hopopts && udp' 'ipv6.dstopts && udp' 'ipv6.routing.type==4 && tcp' \
		'ipv6.hopopts && ipv6.dstopts && ipv6.fraghdr'
	end_scene
}

take_nanosecond() {
	routed; web_server server
	record nanosecond.pcap client eth0 --time-stamp-precision=nano
	exchange "${address4[server]}" "${address6[server]}"
	recorded nanosecond.pcap 'http && ip' 'http && ipv6'
	end_scene
}

take_snaplen() {
	routed; web_server server
	record snaplen64.pcap client eth0 -s 64
	fetch "http://${address4[server]}/"
	fetch -g "http://[${address6[server]}]/"
	recorded snaplen64.pcap 'tcp && ip' 'frame.len>frame.cap_len'
	end_scene
}

take_any() {
	local kind
	for kind in LINUX_SLL LINUX_SLL2; do
		routed; web_server server
		local file; file=any-$(tr 'A-Z' 'a-z' <<<"${kind#LINUX_}").pcap
		record "$file" router any -y "$kind"
		exchange "${address4[server]}" "${address6[server]}"
		in_ns router ping -q -c 1 127.0.0.1 >/dev/null
		recorded "$file" 'sll && http' 'sll && ipv6' 'sll && ip.addr==127.0.0.1'
		end_scene
	done
}

take_loopback() {
	pair; web_server client
	record loopback.pcap client lo
	exchange 127.0.0.1 ::1
	fetch http://127.0.0.1:8081/ 2>/dev/null || true
	recorded loopback.pcap 'http && ip' 'http && ipv6' 'tcp.flags.reset==1'
	end_scene
}

# tun_pair: a tun device on either side, joined by socat over UDP port 5000.
tun_pair() {
	local option=iff-up,tun-type=tun,iff-no-pi
	background tun-server server socat UDP-DATAGRAM:192.0.2.10:5000,bind=192.0.2.20:5000 TUN:203.0.113.20/24,tun-name=tun0,$option
	background tun-client client socat UDP-DATAGRAM:192.0.2.20:5000,bind=192.0.2.10:5000 TUN:203.0.113.10/24,tun-name=tun0,$option
	for ns in client server; do until_true ip -n "$prefix$ns" addr show dev tun0 up; done
	until_true in_ns client ping -q -c 1 -W 1 203.0.113.20
	give client tun0 2001:db8:9::10/64
	give server tun0 2001:db8:9::20/64
}

take_raw() {
	pair; web_server server; tun_pair
	record raw.pcap client tun0
	exchange 203.0.113.20 2001:db8:9::20
	recorded raw.pcap 'raw && http && ip' 'raw && icmpv6'
	end_scene
}

# dumped FILE NS DUMPCAP OPTION...: starts dumpcap inside a namespace.
dumped() {
	local file=$1 ns=$2; shift 2
	ip netns exec "$prefix$ns" dumpcap -q "$@" -w "$tmp/$file" 2>"$tmp/$file.err" &
	dump_pid=$!
	pids+=("$dump_pid")
	until_true test -s "$tmp/$file"
	sleep 1
}

# dump_ended FILE FILTER...: as recorded, of dumpcap.
dump_ended() {
	sleep 1.5
	kill -TERM "$dump_pid"
	wait "$dump_pid"
	if grep 'dropped on interface' "$tmp/$1.err" | grep -qv '/0 (pcap:0/dumpcap:0'; then
		echo "record: $1: packets were dropped" >&2
		return 1
	fi
	publish "$@"
}

take_pcapng() {
	routed; web_server server
	dumped router.pcapng router -i left -i right
	exchange "${address4[server]}" "${address6[server]}"
	dump_ended router.pcapng 'frame.interface_name=="left" && tcp.port==80' 'frame.interface_name=="right" && tcp.port==80'
	end_scene
	pair; web_server server; tun_pair
	dumped mixed.pcapng client -i eth0 -i tun0 -i lo
	exchange 203.0.113.20 2001:db8:9::20
	in_ns client ping -q -c 1 127.0.0.1 >/dev/null
	dump_ended mixed.pcapng 'frame.interface_name=="eth0" && udp.port==5000' 'frame.interface_name=="tun0" && http' \
		'frame.interface_name=="lo"'
	end_scene
}
