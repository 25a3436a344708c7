# Sourced by record.sh: captures of tags and tunnels, recorded on the underlay.
# shellcheck shell=bash

# switch NS: a user-space Open vSwitch in a namespace, with a database of its own.
switch() {
	local dir=$tmp/ovs-$1-$RANDOM
	mkdir "$dir"
	echo "$dir" >"$tmp/ovs-$1"
	ovsdb-tool create "$dir/conf.db" /usr/share/openvswitch/vswitch.ovsschema
	background "ovsdb-$1" "$1" ovsdb-server "$dir/conf.db" --remote="punix:$dir/db.sock" --unixctl="$dir/db.ctl"
	until_true test -S "$dir/db.sock"
	ovs-vsctl --db="unix:$dir/db.sock" --no-wait init
	background "ovs-$1" "$1" env OVS_RUNDIR="$dir" ovs-vswitchd "unix:$dir/db.sock" --unixctl="$dir/vs.ctl"
	until_true test -S "$dir/vs.ctl"
	vsctl "$1" set Open_vSwitch . other_config:vlan-limit=2
}

vsctl() { local dir; dir=$(<"$tmp/ovs-$1"); shift; ovs-vsctl --timeout=10 --db="unix:$dir/db.sock" "$@"; }

# flows NS BRIDGE FLOW...: replaces the flows of a bridge.
flows() {
	local dir bridge=$2 rule; dir=$(<"$tmp/ovs-$1"); shift 2
	ovs-ofctl -O OpenFlow13 del-flows "unix:$dir/$bridge.mgmt"
	for rule in "$@"; do ovs-ofctl -O OpenFlow13 add-flow "unix:$dir/$bridge.mgmt" "$rule"; done
}

# bridge NS BRIDGE ADDRESS...: a bridge whose own device has the addresses.
bridge() {
	local ns=$1 name=$2; shift 2
	vsctl "$ns" add-br "$name" -- set Bridge "$name" datapath_type=netdev protocols=OpenFlow10,OpenFlow13
	until_true ip -n "$prefix$ns" link show dev "$name"
	plain "$ns" "$name"
	give "$ns" "$name" "$@"
}

# port NS BRIDGE PORT [OPTION...]: adds a port as OpenFlow port 1.
port() {
	local ns=$1 bridge=$2 port=$3; shift 3
	vsctl "$ns" add-port "$bridge" "$port" -- set Interface "$port" ofport_request=1 "$@"
}

# switched: client and server, each behind a bridge br0 whose OpenFlow port 1 is the cable eth0.
switched() {
	local ns
	space client; space server
	wire client eth0 server eth0
	# The frames of eth0 are the switch's, not the kernel's.
	for ns in client server; do
		in_ns $ns sysctl -qw net.ipv4.conf.eth0.arp_ignore=8 net.ipv6.conf.eth0.disable_ipv6=1
	done
	switch client; switch server
	bridge client br0 192.0.2.10/24 2001:db8::10/64
	bridge server br0 192.0.2.20/24 2001:db8::20/64
	port client br0 eth0
	port server br0 eth0
	web_server server
}

both_flows() { flows client br0 "$@"; flows server br0 "$@"; }

take_vlan() {
	switched
	both_flows 'in_port=LOCAL actions=push_vlan:0x8100,set_field:4196->vlan_vid,output:1' \
		'in_port=1,vlan_tci=0x1000/0x1000 actions=pop_vlan,LOCAL'
	record vlan.pcap client eth0
	exchange 192.0.2.20 2001:db8::20
	recorded vlan.pcap 'vlan.id==100 && http && ip' 'vlan.id==100 && http && ipv6' 'vlan && arp'
	end_scene
}

take_qinq() {
	switched
	both_flows 'in_port=LOCAL actions=push_vlan:0x8100,set_field:4196->vlan_vid,push_vlan:0x88a8,set_field:4296->vlan_vid,output:1' \
		'in_port=1,vlan_tci=0x1000/0x1000 actions=pop_vlan,resubmit(,1)' \
		'table=1,vlan_tci=0x1000/0x1000 actions=pop_vlan,LOCAL'
	record qinq.pcap client eth0
	exchange 192.0.2.20 2001:db8::20
	recorded qinq.pcap 'ieee8021ad.id==200 && vlan.id==100 && http && ip' 'ieee8021ad && http && ipv6'
	end_scene
}

take_mpls() {
	switched
	both_flows 'priority=2,in_port=LOCAL,ip actions=push_mpls:0x8847,set_field:1004->mpls_label,push_mpls:0x8847,set_field:2000->mpls_label,output:1' \
		'priority=2,in_port=LOCAL,ipv6 actions=push_mpls:0x8847,set_field:1006->mpls_label,output:1' \
		'priority=2,in_port=1,mpls,mpls_label=2000,mpls_bos=0 actions=pop_mpls:0x8847,resubmit(,1)' \
		'priority=2,in_port=1,mpls,mpls_label=1006,mpls_bos=1 actions=pop_mpls:0x86dd,LOCAL' \
		'table=1,mpls,mpls_bos=1 actions=pop_mpls:0x0800,LOCAL' \
		'priority=1,in_port=LOCAL actions=output:1' 'priority=1,in_port=1 actions=LOCAL'
	record mpls.pcap client eth0
	exchange 192.0.2.20 2001:db8::20
	recorded mpls.pcap 'mpls.label==2000 && mpls.label==1004 && http && ip' 'mpls.label==1006 && http && ipv6'
	end_scene
}

# overlaid TYPE OPTION...: client and server, each with the underlay on bridge br0 and a bridge br1 (203.0.113.0/24,
# 2001:db8:9::/64) whose OpenFlow port 1 is an Open vSwitch tunnel to the other.
overlaid() {
	local type=$1; shift
	switched
	flows client br0 'actions=NORMAL'; flows server br0 'actions=NORMAL'
	in_ns client ping -q -c 1 192.0.2.20 >/dev/null
	in_ns client ping -q -c 1 2001:db8::20 >/dev/null
	local remote4=192.0.2.20
	[[ ${over6:-} ]] && remote4=2001:db8::20
	bridge client br1 203.0.113.10/24 2001:db8:9::10/64
	bridge server br1 203.0.113.20/24 2001:db8:9::20/64
	port client br1 tunnel type="$type" "$@" options:remote_ip="$remote4"
	remote4=192.0.2.10
	[[ ${over6:-} ]] && remote4=2001:db8::10
	port server br1 tunnel type="$type" "$@" options:remote_ip="$remote4"
	ip -n "${prefix}client" link set br1 mtu 1400
	ip -n "${prefix}server" link set br1 mtu 1400
}

# take_overlay FILE TYPE FILTER OPTION...: a capture of one kind of Open vSwitch tunnel.
take_overlay() {
	local file=$1 type=$2 filter=$3; shift 3
	overlaid "$type" "$@"
	record "$file" client eth0
	exchange 203.0.113.20 2001:db8:9::20
	recorded "$file" "$filter && http && ip.addr==203.0.113.20" "$filter && http && ipv6.addr==2001:db8:9::20"
	end_scene
}

take_gretap() {
	take_overlay gretap.pcap gre 'gre.proto==0x6558'
	take_overlay gretap-key.pcap gre 'gre.key==42 && gre.checksum' options:key=42 options:csum=true
}

take_erspan() {
	take_overlay erspan.pcap erspan 'erspan.version==1' options:key=7 options:erspan_ver=1 options:erspan_idx=5
	take_overlay erspan3.pcap erspan 'erspan.version==2' options:key=7 options:erspan_ver=2 options:erspan_dir=1 \
		options:erspan_hwid=4
}

take_geneve() {
	take_overlay geneve.pcap geneve 'geneve.vni==500' options:key=500
	over6=1 take_overlay geneve6.pcap geneve 'geneve.vni==500 && ipv6' options:key=500
}

# take_gre: GRE that carries IP itself, not frames.
take_gre() {
	local ns mac
	overlaid gre options:packet_type=legacy_l3
	for ns in client server; do
		mac=$(in_ns $ns cat /sys/class/net/br1/address)
		flows $ns br1 'in_port=LOCAL actions=output:1' "in_port=1 actions=set_field:$mac->eth_dst,LOCAL"
	done
	local peer address
	for ns in client:10:server server:20:client; do
		IFS=: read -r ns address peer <<<"$ns"
		mac=$(in_ns "$ns" cat /sys/class/net/br1/address)
		for address in 203.0.113.$address 2001:db8:9::$address; do
			ip -n "$prefix$peer" neigh replace "$address" lladdr "$mac" dev br1
		done
	done
	record gre.pcap client eth0
	exchange 203.0.113.20 2001:db8:9::20
	recorded gre.pcap 'gre.proto==0x0800 && http' 'gre.proto==0x86dd && http'
	end_scene
}

# take_vxlan: the kernel's own, over IPv4 and over IPv6.
take_vxlan() {
	local ns end
	pair; web_server server
	for ns in client:10:20 server:20:10; do
		IFS=: read -r ns end peer <<<"$ns"
		ip -n "$prefix$ns" link add vx4 type vxlan id 100 local 192.0.2.$end remote "192.0.2.$peer" dstport 4789
		ip -n "$prefix$ns" link add vx6 type vxlan id 200 local 2001:db8::$end remote "2001:db8::$peer" dstport 4789
		for dev in vx4 vx6; do plain $ns $dev; done
		give $ns vx4 203.0.113.$end/24
		give $ns vx6 2001:db8:9::$end/64
	done
	record vxlan.pcap client eth0
	exchange 203.0.113.20 2001:db8:9::20
	recorded vxlan.pcap 'vxlan.vni==100 && http' 'vxlan.vni==200 && http'
	end_scene
}

# take_protocol FILE FILTER: IP in IPv4, by tun devices and raw sockets (record/iptun.py).
take_protocol() {
	local ns end peer
	pair; web_server server
	for ns in client:10:20 server:20:10; do
		IFS=: read -r ns end peer <<<"$ns"
		background "iptun-$ns" $ns python3 "$here/iptun.py" tun0 192.0.2.$end "192.0.2.$peer"
		until_true ip -n "$prefix$ns" link set tun0 up mtu 1480
		give $ns tun0 "$3$end/$4"
	done
	sleep 0.5
	record "$1" client eth0
	exchange "${3}20"
	recorded "$1" "$2"
	end_scene
}

take_ipip() { take_protocol ipip.pcap 'ip.proto==4 && http' 203.0.113. 24; }
take_sit() { take_protocol sit.pcap 'ip.proto==41 && ipv6 && http' 2001:db8:9:: 64; }

# segment_routed MODE: client and server whose traffic between 203.0.113.0/24 and between 2001:db8:9::/64 is
# carried in IPv6 by the kernel's segment routing.
segment_routed() {
	local ns end peer
	pair; web_server server
	for ns in client:10:20 server:20:10; do
		IFS=: read -r ns end peer <<<"$ns"
		in_ns $ns sysctl -qw net.ipv6.conf.all.seg6_enabled=1 net.ipv6.conf.eth0.seg6_enabled=1 \
			net.ipv6.conf.all.forwarding=1 net.ipv4.ip_forward=1 \
			net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0
		give $ns lo 203.0.113.$end/32 2001:db8:9::$end/128
		ip -n "$prefix$ns" -6 route add 2001:db8:f::4$end encap seg6local action End.DX4 nh4 203.0.113.$end dev eth0
		ip -n "$prefix$ns" -6 route add 2001:db8:f::6$end encap seg6local action End.DT6 table local dev eth0
		ip -n "$prefix$ns" -6 route add "2001:db8:f::4$peer" via "2001:db8::$peer"
		ip -n "$prefix$ns" -6 route add "2001:db8:f::6$peer" via "2001:db8::$peer"
		ip -n "$prefix$ns" sr tunsrc set 2001:db8::$end
		ip -n "$prefix$ns" route add "203.0.113.$peer" src 203.0.113.$end \
			encap seg6 mode "$1" segs "2001:db8:f::4$peer" dev eth0
		ip -n "$prefix$ns" -6 route add "2001:db8:9::$peer" src 2001:db8:9::$end \
			encap seg6 mode "$1" segs "2001:db8:f::6$peer" dev eth0
	done
}

take_ip6tnl() {
	segment_routed encap.red
	record ip6tnl.pcap client eth0
	exchange 203.0.113.20 2001:db8:9::20
	recorded ip6tnl.pcap 'ipv6.nxt==4 && http' 'ipv6.nxt==41 && http'
	end_scene
}

take_srv6() {
	segment_routed encap
	record srv6.pcap client eth0
	exchange 203.0.113.20 2001:db8:9::20
	recorded srv6.pcap 'ipv6.routing.type==4 && ip && http' 'ipv6.routing.type==4 && http && ipv6.addr==2001:db8:9::20'
	end_scene
}

take_gtp() {
	local phone
	pair; web_server server
	cat >"$tmp/ggsn.cfg" <<-END
		ggsn ggsn0
		 gtp state-dir $tmp
		 gtp bind-ip 192.0.2.20
		 apn internet
		  gtpu-mode tun
		  tun-device gtp0
		  type-support v4
		  ip prefix dynamic 203.0.113.0/24
		  ip dns 0 192.0.2.20
		  ip ifconfig 203.0.113.1/24
		  no shutdown
		 default-apn internet
		 no shutdown ggsn
	END
	background ggsn server osmo-ggsn -c "$tmp/ggsn.cfg"
	until_true listens server 2123
	record gtp.pcap client eth0
	background sgsn client sgsnemu --listen 192.0.2.10 --remote 192.0.2.20 --statedir "$tmp" \
		--pidfile "$tmp/sgsn.pid" --imsi 001010000000001 --msisdn 15550100 --createif --tun-device gtp0 --defaultroute
	until_true in_ns client grep -q gtp0 /proc/net/dev
	until_true ip -n "${prefix}client" route replace 203.0.113.1 dev gtp0
	exchange 203.0.113.1
	recorded gtp.pcap 'gtp.message==0x10' 'gtp.message==0xff && icmp' 'gtp.message==0xff && http'
	end_scene
}

# take_sctp: usrsctp, SCTP in user space on raw sockets.
take_sctp() {
	gcc -O1 -o "$tmp/sctp" "$here/sctp.c" -lusrsctp
	pair
	background sctp-server server "$tmp/sctp" serve 5555
	sleep 0.5
	record sctp.pcap client eth0
	in_ns client "$tmp/sctp" ask 192.0.2.20 5555
	in_ns client "$tmp/sctp" ask 2001:db8::20 5555
	recorded sctp.pcap 'sctp.chunk_type==1 && ip' 'sctp.chunk_type==0 && ip' 'sctp.chunk_type==1 && ipv6' 'sctp.chunk_type==7'
	end_scene
}

take_pppoe() {
	pair; web_server server
	record pppoe.pcap client eth0
	background pppoe-server server pppoe-server -F -I eth0 -C example -q "$here/ppp.py" -Q "$(command -v pppoe)" \
		-L 203.0.113.20 -R 203.0.113.10 -O /dev/null
	sleep 0.5
	background ppp client "$here/ppp.py" 203.0.113.10:203.0.113.20 pty "$(command -v pppoe) -I eth0 -T 80"
	until_true ip -n "${prefix}client" addr show dev ppp0 up
	give client ppp0 2001:db8:9::10/64
	give server ppp0 2001:db8:9::20/64
	exchange 203.0.113.20 2001:db8:9::20
	kill -TERM "${pids[-1]}"
	sleep 0.5
	recorded pppoe.pcap 'pppoe.code==0x65' 'pppoes && lcp' 'pppoes && http' 'pppoes && icmpv6' 'pppoe.code==0xa7'
	end_scene
}

take_l2tp() {
	local ns
	pair; web_server server
	cat >"$tmp/lns.conf" <<-END
		[global]
		port = 1701
		[lns default]
		ip range = 203.0.113.10-203.0.113.11
		local ip = 203.0.113.20
		require authentication = no
		pppoptfile = /dev/null
	END
	cat >"$tmp/lac.conf" <<-END
		[global]
		port = 1701
		[lac example]
		lns = 192.0.2.20
		autodial = yes
		require authentication = no
		pppoptfile = /dev/null
	END
	record l2tp.pcap client eth0
	for ns in server:lns client:lac; do
		background "l2tp-${ns#*:}" "${ns%:*}" sh -c "mount --bind '$here/ppp.py' /usr/sbin/pppd &&
			exec xl2tpd -D -c '$tmp/${ns#*:}.conf' -p '$tmp/${ns#*:}.pid' -C '$tmp/${ns#*:}.control'"
		sleep 0.5
	done
	until_true ip -n "${prefix}client" addr show dev ppp0 up
	exchange 203.0.113.20
	recorded l2tp.pcap 'l2tp.type==1' 'l2tp && lcp' 'l2tp && http' 'l2tp && icmp'
	end_scene
}
