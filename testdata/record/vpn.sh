# Sourced by record.sh: captures of virtual private networks.
# shellcheck shell=bash

# openvpn_peer SIDE LOG PORT PROTOCOL OPTION...: a side of OpenVPN without a device.
openvpn_peer() {
	local side=$1 log=$2 port=$3 protocol=$4; shift 4
	local own=(--proto "$protocol-server" --lport "$port" --tls-server --dh none --cert "$tmp/www.pem" --key "$tmp/www.key")
	[[ $protocol == tcp ]] || own[1]=udp
	if [[ $side == client ]]; then
		own=(--proto "$protocol-client" --remote "${address4[server]}" "$port" --nobind --tls-client
			--cert "$tmp/www.pem" --key "$tmp/www.key")
		[[ $protocol == tcp ]] || own[1]=udp
	fi
	background "$log" "$side" openvpn --dev null --ca "$tmp/ca.pem" --verb 3 "${own[@]}" "$@"
}

# take_openvpn: the control channel in clear, with tls-auth of two digests, with tls-crypt and tls-crypt-v2, over UDP and TCP.
take_openvpn() {
	local port=21100 protocol form server client
	pair
	certificate
	openvpn --genkey secret "$tmp/ta.key"
	openvpn --genkey tls-crypt-v2-server "$tmp/v2.key"
	openvpn --tls-crypt-v2 "$tmp/v2.key" --genkey tls-crypt-v2-client "$tmp/v2-client.key"
	record openvpn.pcap client eth0
	for protocol in udp tcp; do
		for form in none auth auth512 crypt crypt2; do
			case $form in
			none) server=() client=() ;;
			auth) server=(--tls-auth "$tmp/ta.key" 0) client=(--tls-auth "$tmp/ta.key" 1) ;;
			auth512) server=(--tls-auth "$tmp/ta.key" 0 --auth SHA512) client=(--tls-auth "$tmp/ta.key" 1 --auth SHA512) ;;
			crypt) server=(--tls-crypt "$tmp/ta.key") client=(--tls-crypt "$tmp/ta.key") ;;
			crypt2) server=(--tls-crypt-v2 "$tmp/v2.key") client=(--tls-crypt-v2 "$tmp/v2-client.key") ;;
			esac
			openvpn_peer server "server$port" $port $protocol "${server[@]}"
			until_true listens server $port
			openvpn_peer client "client$port" $port $protocol "${client[@]}"
			until_true grep -q 'Initialization Sequence Completed' "$tmp/client$port.log"
			port=$((port + 1))
		done
	done
	recorded openvpn.pcap 'udp.port==21100 && udp.payload[0]==38' 'udp.port==21101 && udp.payload[0]==40' \
		'udp.port==21104 && udp.payload[0]==50' 'tcp.port==21105 && tcp.payload[2]==38' 'tcp.port==21109 && tcp.payload[2]==50'
	end_scene
}

# tinc_daemon NAME ADDRESS [CONNECT-TO]: a daemon with a device, on a port of its own.
tinc_daemon() {
	local name=$1 address=$2 dir=$tmp/tinc-$1
	mkdir -p "$dir/hosts"
	printf 'Name = %s\nPort = 20655\nDeviceType = tun\nInterface = tinc0\n' "$name" >"$dir/tinc.conf"
	[[ $# -lt 3 ]] || echo "ConnectTo = $3" >>"$dir/tinc.conf"
	printf '#!/bin/sh\nip link set tinc0 up\nip addr add %s/24 dev tinc0\n' "$address" >"$dir/tinc-up"
	chmod +x "$dir/tinc-up"
	printf 'Address = %s\nPort = 20655\nSubnet = %s/32\n' "${address4[$name]}" "$address" >"$dir/hosts/$name"
	yes '' | tincd -c "$dir" -K2048 >/dev/null 2>&1 || true
}

# take_tinc: two daemons that connect, and pings through their network.
take_tinc() {
	pair
	tinc_daemon server 10.20.0.1
	tinc_daemon client 10.20.0.2 server
	cp "$tmp/tinc-server/hosts/server" "$tmp/tinc-client/hosts/"
	cp "$tmp/tinc-client/hosts/client" "$tmp/tinc-server/hosts/"
	background tinc-server server tincd -c "$tmp/tinc-server" -D --pidfile="$tmp/tinc-server.pid"
	until_true listens server 20655
	record tinc.pcap client eth0
	background tinc-client client tincd -c "$tmp/tinc-client" -D --pidfile="$tmp/tinc-client.pid"
	until_true in_ns client ping -c 1 -W 1 10.20.0.1
	in_ns client ping -c 3 -i 0.2 10.20.0.1
	recorded tinc.pcap 'tcp.port==20655 && frame contains "0 client 17"' 'tcp.port==20655 && frame contains "0 server 17"' 'udp.port==20655'
	end_scene
}

# wireguard_end SIDE OWN-ADDRESS PEER: a device by wireguard-go, in user space, with the keys of $tmp.
wireguard_end() {
	local side=$1 address=$2 peer=$3
	WG_PROCESS_FOREGROUND=1 background "wireguard-$side" "$side" "$tmp/bin/wireguard" wg-"$side"
	until_true test -S "/var/run/wireguard/wg-$side.sock"
	in_ns "$side" wg set wg-"$side" listen-port 51820 private-key "$tmp/wg-$side.key" \
		peer "$(wg pubkey <"$tmp/wg-$peer.key")" endpoint "${address4[$peer]}:51820" allowed-ips 10.30.0.0/24
	in_ns "$side" ip addr add "$address/24" dev wg-"$side"
	in_ns "$side" ip link set wg-"$side" up
}

# take_wireguard: pings through a tunnel of WireGuard, the second time on another port without its handshake.
take_wireguard() {
	local side
	GOBIN=$tmp/bin go install golang.zx2c4.com/wireguard@v0.0.0-20250521234502-f333402bd9cb
	pair
	for side in client server; do wg genkey >"$tmp/wg-$side.key"; done
	record wireguard.pcap client eth0
	wireguard_end server 10.30.0.1 client
	wireguard_end client 10.30.0.2 server
	in_ns client ping -c 3 -i 0.2 10.30.0.1
	in_ns client wg set wg-client listen-port 20820
	in_ns client ping -c 5 -i 0.2 10.30.0.1
	recorded wireguard.pcap 'wg.type==1' 'wg.type==2' 'wg.type==4' 'udp.port==20820'
	end_scene
}

# ike_end SIDE PEER VERSION: a charon with one connection, authenticated by a shared secret.
ike_end() {
	local side=$1 peer=$2 version=$3 dir=$tmp/ike-$1
	mkdir -p "$dir"
	cat >"$dir/strongswan.conf" <<-END
		charon {
			load = aes sha1 sha2 hmac kdf nonce random openssl gmp kernel-netlink socket-default vici
			plugins {
				vici {
					socket = unix://$dir/vici
				}
			}
		}
	END
	cat >"$dir/swanctl.conf" <<-END
		connections {
			pair {
				version = $version
				local_addrs = ${address4[$side]}
				remote_addrs = ${address4[$peer]}
				encap = ${4:-no}
				local {
					auth = psk
				}
				remote {
					auth = psk
				}
				children {
					pair {
						mode = transport
					}
				}
			}
		}
		secrets {
			ike-pair {
				secret = opensesame
			}
		}
	END
	background "ike-$side" "$side" unshare -m sh -c "mount -t tmpfs none /run && STRONGSWAN_CONF=$dir/strongswan.conf exec /usr/lib/ipsec/charon"
	until_true test -S "$dir/vici"
	in_ns "$side" swanctl --load-all --file "$dir/swanctl.conf" --uri "unix://$dir/vici" >/dev/null
}

# take_ike: IKEv2 and IKEv1 on port 500, and IKEv2 that goes on in UDP on port 4500.
take_ike() {
	local version encap
	pair
	record ike.pcap client eth0
	for version in "2 no" "1 no" "2 yes"; do
		read -r version encap <<<"$version"
		ike_end server client "$version" "$encap"
		ike_end client server "$version" "$encap"
		in_ns client swanctl --initiate --child pair --timeout 5 --uri "unix://$tmp/ike-client/vici" >/dev/null 2>&1 || true
		in_ns client ping -c 2 -i 0.2 -W 1 "${address4[server]}" >/dev/null || true
		kill "${pids[-1]}" "${pids[-2]}"
		sleep 0.5
		rm -f "$tmp"/ike-*/vici
	done
	recorded ike.pcap 'isakmp.version==0x20' 'isakmp.version==0x10' 'udp.port==4500 && isakmp'
	end_scene
}
