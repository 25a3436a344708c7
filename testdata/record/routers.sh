# Sourced by record.sh: captures of what routers, switches and clocks say to each other.
# shellcheck shell=bash

# take_routing: BGP, OSPF 2 and 3, RIP and RIPng, BFD of two BIRDs.
take_routing() {
	need bird2
	local side other
	pair
	for side in client server; do
		other=client; [[ $side == client ]] && other=server
		cat >"$tmp/bird-$side.conf" <<-END
			router id ${address4[$side]};
			protocol device { scan time 2; }
			protocol direct { ipv4; ipv6; }
			protocol bfd { interface "eth0" { interval 200 ms; }; }
			protocol ospf v2 o2 { ipv4; area 0 { interface "eth0" { hello 1; dead 4; bfd; }; }; }
			protocol ospf v3 o3 { ipv6; area 0 { interface "eth0" { hello 1; dead 4; }; }; }
			protocol rip { ipv4 { export all; }; interface "eth0" { update time 3; }; }
			protocol rip ng { ipv6 { export all; }; interface "eth0" { update time 3; }; }
			protocol bgp {
				local ${address4[$side]} as 64496;
				neighbor ${address4[$other]} as 64496;
				ipv4 { export all; import all; };
				connect delay time 1;
				hold time 6;
			}
		END
	done
	record routing.pcap client eth0
	for side in server client; do background "bird-$side" "$side" bird -f -c "$tmp/bird-$side.conf" -s "$tmp/bird-$side.ctl"; done
	sleep 12
	recorded routing.pcap 'bgp.type==1' 'bgp.type==2' 'ospf.version==2' 'ospf.version==3' 'rip' 'ripng' 'bfd'
	end_scene
}

# take_frr: EIGRP, PIM, IGMP and LDP, by FRR.
take_frr() {
	need frr
	local side daemon
	pair
	install -d -o frr -g frr "$tmp/frr" "$tmp/frr/client" "$tmp/frr/server"
	chmod 711 "$tmp"
	for side in client server; do
		cat >"$tmp/frr/$side.conf" <<-END
			hostname $side
			ip forwarding
			interface eth0
			 ip igmp
			 ip pim
			 ip pim hello 2
			 vrrp 5
			 vrrp 5 ip 192.0.2.30
			router eigrp 4453
			 network 192.0.2.0/24
			mpls ldp
			 router-id ${address4[$side]}
			 address-family ipv4
			  discovery transport-address ${address4[$side]}
			  interface eth0
		END
	done
	record frr.pcap client eth0
	for side in server client; do
		for daemon in zebra eigrpd pimd ldpd; do
			background "$daemon-$side" "$side" "/usr/lib/frr/$daemon" -N "rec$side" -f "$tmp/frr/$side.conf" -z "$tmp/frr/$side/zserv" -i "$tmp/frr/$side/$daemon.pid" \
				--vty_socket "$tmp/frr/$side" --log stdout
			sleep 0.7
		done
	done
	sleep 12
	recorded frr.pcap 'eigrp' 'pim' 'ldp'
	end_scene
}

# take_keepalived: VRRP 2 and 3 of keepalived, by IPv4 and IPv6.
take_keepalived() {
	need keepalived
	pair
	cat >"$tmp/keepalived.conf" <<-END
		vrrp_instance four {
			interface eth0
			virtual_router_id 51
			priority 100
			advert_int 1
			virtual_ipaddress {
				192.0.2.51
			}
		}
		vrrp_instance six {
			interface eth0
			version 3
			virtual_router_id 52
			priority 100
			advert_int 1
			virtual_ipaddress {
				fe80::52
			}
		}
	END
	record vrrp.pcap client eth0
	background keepalived client keepalived -n -l -f "$tmp/keepalived.conf" -p "$tmp/keepalived.pid" -r "$tmp/vrrp.pid" -c "$tmp/checkers.pid"
	sleep 8
	recorded vrrp.pcap 'vrrp && ip.version==4' 'vrrp && ipv6'
	end_scene
}

# take_ptp: two clocks of PTP over UDP, by IPv4 and IPv6.
take_ptp() {
	need linuxptp
	local side family
	pair
	record ptp.pcap client eth0
	for family in 4 6; do
		for side in server client; do
			printf '[global]\nlogAnnounceInterval -1\nfree_running 1\nslaveOnly %d\n' "$([[ $side == client ]] && echo 1 || echo 0)" >"$tmp/ptp-$side"
			background "ptp-$side$family" $side unshare -m sh -c "mount -t tmpfs none /run && exec ptp4l -$family -S -i eth0 -m -f $tmp/ptp-$side"
		done
		sleep 8
		kill "${pids[-1]}" "${pids[-2]}" || true
		sleep 0.5
	done
	recorded ptp.pcap 'udp.port==319' 'udp.port==320' 'ptp && ipv6'
	end_scene
}

# take_openflow: a switch of Open vSwitch and a controller, on the ports of OpenFlow and on another one.
take_openflow() {
	need openvswitch-switch openvswitch-testcontroller
	local port
	pair
	for port in 6653 6633 16653; do background controller$port server ovs-testcontroller -v "ptcp:$port" --pidfile="$tmp/controller$port.pid" --unixctl="$tmp/controller$port.ctl"; done
	for port in 6653 6633 16653; do until_true listens server $port; done
	mkdir -p "$tmp/ovs2"
	ovsdb-tool create "$tmp/ovs2/db" /usr/share/openvswitch/vswitch.ovsschema
	background ovsdb2 client ovsdb-server "$tmp/ovs2/db" --remote="punix:$tmp/ovs2/db.sock" --unixctl="$tmp/ovs2/ovsdb.ctl"
	until_true test -S "$tmp/ovs2/db.sock"
	background vswitchd2 client env OVS_RUNDIR="$tmp/ovs2" ovs-vswitchd "unix:$tmp/ovs2/db.sock" --unixctl="$tmp/ovs2/vswitchd.ctl"
	record openflow.pcap client eth0 tcp
	for port in 6653 6633 16653; do
		in_ns client ovs-vsctl --db="unix:$tmp/ovs2/db.sock" -t 5 --no-wait -- --may-exist add-br br0 -- set bridge br0 datapath_type=netdev -- set-controller br0 "tcp:${address4[server]}:$port"
		sleep 3
	done
	recorded openflow.pcap 'tcp.port==6653 && tcp.len>0' 'tcp.port==16653 && tcp.len>0'
	end_scene
}

# take_multicast: memberships of IGMP 2 and 3 and MLD, and datagrams to a group.
take_multicast() {
	pair
	in_ns client sysctl -qw net.ipv4.conf.all.force_igmp_version=2
	ip -n "${prefix}server" route add 224.0.0.0/4 dev eth0
	record multicast.pcap client eth0
	talk timeout 2 socat -u UDP-RECV:5000,ip-add-membership=239.1.2.3:eth0 -
	in_ns client sysctl -qw net.ipv4.conf.all.force_igmp_version=3
	talk timeout 2 socat -u UDP-RECV:5000,ip-add-membership=239.1.2.3:eth0 -
	talk timeout 2 socat -u UDP6-RECV:5000,ipv6-join-group='[ff15::1234]:eth0' -
	recorded multicast.pcap 'igmp.version==2' 'igmp.version==3' 'icmpv6.type==143'
	end_scene
}

# take_mapping: requests for ports of a router by NAT-PMP; nobody answers, as miniupnpd refuses documentation's addresses.
take_mapping() {
	need natpmpc
	pair
	background router server socat -u UDP-RECV:5351 OPEN:/dev/null
	record mapping.pcap client eth0
	talk timeout 3 natpmpc -g "${address4[server]}"
	talk timeout 3 natpmpc -g "${address4[server]}" -a 2222 2222 tcp 60
	recorded mapping.pcap 'udp.port==5351'
	end_scene
}
