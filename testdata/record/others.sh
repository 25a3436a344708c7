# Sourced by record.sh: captures of what no other script has.
# shellcheck shell=bash

# take_pptp: the control connection of PPTP and its GRE, with record/ppp.py as pppd.
take_pptp() {
	need pptpd pptp-linux
	pair
	cat >"$tmp/pptpd.conf" <<-END
		ppp $here/ppp.py
		option $tmp/pptpd.options
		localip 10.40.0.1
		remoteip 10.40.0.2
		noipparam
		pidfile $tmp/pptpd.pid
	END
	touch "$tmp/pptpd.options"
	background pptpd server pptpd -f -c "$tmp/pptpd.conf"
	until_true listens server 1723
	record pptp.pcap client eth0
	talk timeout 6 pptp "${address4[server]}" --nolaunchpppd --loglevel 2
	recorded pptp.pcap 'tcp.port==1723 && pptp'
	end_scene
}

# take_wsd: hosts that announce themselves by Web Services Discovery and search for others.
take_wsd() {
	need wsdd
	pair
	record wsd.pcap client eth0 udp
	background wsdd server wsdd -i eth0 -n FILES -4
	background wsdd6 server wsdd -i eth0 -n FILES6 -6
	sleep 2
	talk timeout 4 wsdd -i eth0 -n VIEWER -D -4
	recorded wsd.pcap 'udp.port==3702 && ip' 'udp.port==3702 && ipv6'
	end_scene
}

# take_web_carried: what is carried by HTTP: printing, certificates' status, a film in pieces by HLS and DASH.
take_web_carried() {
	need cups-client cups-ipp-utils ffmpeg
	pypi ippserver==0.2
	pair
	certificates
	film
	web_server server
	ffmpeg -v error -i "$tmp/film.ts" -c:v libx264 -b:v 20k -c:a aac -b:a 16k -f hls "$tmp/www/film.m3u8" -y
	ffmpeg -v error -i "$tmp/film.ts" -c:v libx264 -b:v 20k -c:a aac -b:a 16k -f dash "$tmp/www/film.mpd" -y
	background printer server "$tmp/venv/bin/python" -m ippserver -H "${address4[server]}" -p 631 save "$tmp"
	until_true listens server 631
	background ocsp server openssl ocsp -port 8889 -index "$tmp/index.txt" -CA "$tmp/ca.pem" -rkey "$tmp/ca.key" -rsigner "$tmp/ca.pem" -text
	touch "$tmp/index.txt"
	sleep 1
	record web_carried.pcap client eth0 tcp
	talk timeout 5 ipptool -t "ipp://${address4[server]}:631/ipp/print" get-printer-attributes.test
	talk openssl ocsp -issuer "$tmp/ca.pem" -cert "$tmp/rsa.pem" -url "http://${address4[server]}:8889/" -noverify
	talk timeout 6 ffmpeg -v error -i "http://${address4[server]}/film.m3u8" -f null -
	talk timeout 6 ffmpeg -v error -i "http://${address4[server]}/film.mpd" -f null -
	recorded web_carried.pcap 'tcp.port==631 && frame contains "application/ipp"' 'tcp.port==8889 && frame contains "application/ocsp-request"' \
		'frame contains "film.m3u8"'
	end_scene
}

# take_whois: questions of whois; the answers are texts of socat.
take_whois() {
	need whois
	pair
	printf 'Domain Name: EXAMPLE.TEST\r\nRegistrar: nobody\r\n' >"$tmp/answer"
	background whois server socat TCP-LISTEN:43,fork,reuseaddr SYSTEM:"read question; cat $tmp/answer"
	until_true listens server 43
	record whois.pcap client eth0 tcp
	talk whois -h "${address4[server]}" example.test
	talk whois -h "${address4[server]}" AS64496
	recorded whois.pcap 'tcp.port==43 && tcp.len>0'
	end_scene
}

# take_uftp: a file to a group by UFTP.
take_uftp() {
	need uftp
	pair
	ip -n "${prefix}server" route add 224.0.0.0/4 dev eth0
	ip -n "${prefix}client" route add 224.0.0.0/4 dev eth0
	seq 1 300 >"$tmp/numbers"
	mkdir -p "$tmp/uftp"
	background uftpd server uftpd -d -I eth0 -D "$tmp/uftp" -L "$tmp/uftpd.log2"
	sleep 1
	record uftp.pcap client eth0 udp
	talk timeout 20 uftp -I eth0 -R 2000 -A "${address4[server]}" "$tmp/numbers"
	talk timeout 20 uftp -I eth0 -R 2000 "$tmp/numbers"
	recorded uftp.pcap 'udp.port==1044'
	end_scene
}

# take_rx: servers of OpenAFS asked by its tools, over Rx.
take_rx() {
	need openafs-fileserver openafs-dbserver openafs-client
	pair
	mkdir -p "$tmp/afs"
	background rx server unshare -m sh -c "mount -t tmpfs none /etc/openafs && mkdir -p /etc/openafs/server && echo example.test | tee /etc/openafs/ThisCell >/etc/openafs/server/ThisCell &&
		printf '>example.test\n${address4[server]} #www.example.test\n' | tee /etc/openafs/CellServDB >/etc/openafs/server/CellServDB &&
		exec bosserver -nofork -noauth"
	sleep 2
	record rx.pcap client eth0 udp
	talk timeout 8 bos status -server "${address4[server]}" -noauth
	talk timeout 8 bos listhosts -server "${address4[server]}" -noauth
	talk timeout 5 rxdebug "${address4[server]}" 7007 -version
	recorded rx.pcap 'udp.port==7007'
	end_scene
}

# take_bitcoin: two nodes of btcd on networks of their own, on the port of Bitcoin and on others.
take_bitcoin() {
	GOBIN=$tmp/bin go install github.com/btcsuite/btcd@v0.24.2
	pair
	local network port
	record bitcoin.pcap client eth0 tcp
	for network in --simnet:18555 --regtest:18444 --testnet:18333 :8333; do
		port=${network##*:} network=${network%%:*}
		# shellcheck disable=SC2086 # no option is none
		background "btcd-server$port" server "$tmp/bin/btcd" $network --norpc --nodnsseed --datadir="$tmp/btcd-s$port" --logdir="$tmp/btcd-s$port" --configfile=/dev/null \
			--listen="${address4[server]}:$port"
		until_true listens server "$port"
		# shellcheck disable=SC2086 # no option is none
		talk timeout 4 "$tmp/bin/btcd" $network --norpc --nodnsseed --datadir="$tmp/btcd-c$port" --logdir="$tmp/btcd-c$port" --configfile=/dev/null --nolisten \
			--connect="${address4[server]}:$port"
	done
	recorded bitcoin.pcap 'tcp.port==8333 && frame contains "version"' 'tcp.port==18444 && tcp.len>0' 'tcp.port==18555 && tcp.len>0'
	end_scene
}

# take_ethereum: two nodes of Ethereum's devp2p: discovery by UDP, and RLPx by TCP.
take_ethereum() {
	npm_packages @ethereumjs/devp2p@6.1.3 @ethereumjs/common@4.4.0
	pair
	background ethereum server node "$tmp/node/ethereum.js" "${address4[server]}"
	until_true listens server 30303
	record ethereum.pcap client eth0
	talk timeout 8 node "$tmp/node/ethereum.js" "${address4[client]}" "${address4[server]}"
	recorded ethereum.pcap 'udp.port==30303' 'tcp.port==30303 && tcp.len>0'
	end_scene
}

# take_raknet: a client and a server of RakNet: a ping, a connection and its end, on the port of Minecraft and on another one.
take_raknet() {
	npm_packages jsp-raknet@2.2.0
	local port
	pair
	for port in 19132 29132; do background raknet$port server node "$tmp/node/raknet.js" serve "${address4[server]}" $port; done
	for port in 19132 29132; do until_true listens server $port; done
	record raknet.pcap client eth0 udp
	for port in 19132 29132; do talk timeout 8 node "$tmp/node/raknet.js" talk "${address4[server]}" $port; done
	recorded raknet.pcap 'udp.port==19132' 'udp.port==29132'
	end_scene
}

# take_dcerpc: the end point mapper of Samba and a service by TCP.
take_dcerpc() {
	need samba samba-common-bin smbclient
	pair
	mkdir -p "$tmp/samba2"
	chmod 755 "$tmp"
	cat >"$tmp/smb2.conf" <<-END
		[global]
			workgroup = EXAMPLE
			netbios name = FILES
			map to guest = Bad User
			rpc start on demand helpers = no
			private dir = $tmp/samba2
			lock directory = $tmp/samba2
			state directory = $tmp/samba2
			cache directory = $tmp/samba2
			pid directory = $tmp/samba2
			ncalrpc dir = $tmp/samba2/rpc
			log file = $tmp/samba2/log
			load printers = no
	END
	background dcerpcd server setsid /usr/libexec/samba/samba-dcerpcd -F --no-process-group -s "$tmp/smb2.conf" --libexec-rpcds --debug-stdout
	tries=300 until_true listens server 135
	record dcerpc.pcap client eth0 tcp
	talk rpcclient -s "$tmp/smb2.conf" -U% "ncacn_ip_tcp:${address4[server]}[135]" -c epmlookup
	talk rpcclient -s "$tmp/smb2.conf" -U% "ncacn_ip_tcp:${address4[server]}" -c lsaquery
	recorded dcerpc.pcap 'tcp.port==135 && dcerpc'
	end_scene
}

# take_teredo: a Teredo client that asks a server for its address.
take_teredo() {
	need miredo miredo-server
	pair
	give server eth0 192.0.2.21/24
	printf 'Prefix 2001:0::\nInterfaceMTU 1280\nServerBindAddress %s\nServerBindAddress2 192.0.2.21\n' "${address4[server]}" >"$tmp/miredo-server.conf"
	printf 'InterfaceName teredo\nServerAddress %s\nServerAddress2 192.0.2.21\n' "${address4[server]}" >"$tmp/miredo.conf"
	background miredo-server server miredo-server -f -u nobody -p "$tmp/miredo-server.pid" -c "$tmp/miredo-server.conf"
	sleep 1
	record teredo.pcap client eth0 udp
	background miredo client miredo -f -u nobody -p "$tmp/miredo.pid" -c "$tmp/miredo.conf"
	sleep 10
	recorded teredo.pcap 'udp.port==3544'
	end_scene
}

# take_openconnect: a session of OpenConnect with ocserv: TLS and DTLS.
take_openconnect() {
	need ocserv openconnect
	pair
	certificate
	printf 'someone:*:%s\n' "$(openssl passwd -6 opensesame)" >"$tmp/ocpasswd"
	cat >"$tmp/ocserv.conf" <<-END
		auth = "plain[passwd=$tmp/ocpasswd]"
		tcp-port = 443
		udp-port = 443
		run-as-user = root
		run-as-group = root
		socket-file = $tmp/ocserv.sock
		server-cert = $tmp/www.pem
		server-key = $tmp/www.key
		isolate-workers = false
		max-clients = 4
		max-same-clients = 2
		keepalive = 10
		dpd = 10
		device = vpns
		ipv4-network = 10.50.0.0/24
		cisco-client-compat = true
		dtls-legacy = true
		tls-priorities = "NORMAL"
		pid-file = $tmp/ocserv.pid
		use-occtl = false
	END
	background ocserv server ocserv -f -d 1 -c "$tmp/ocserv.conf"
	until_true listens server 443
	record openconnect.pcap client eth0
	printf '#!/bin/sh\nexit 0\n' >"$tmp/vpnc-script"; chmod +x "$tmp/vpnc-script"
	echo opensesame | talk timeout 8 openconnect --user=someone --passwd-on-stdin --servercert "pin-sha256:$(openssl x509 -in "$tmp/www.pem" -pubkey -noout |
		openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64)" --script "$tmp/vpnc-script" --interface tun7 "https://${address4[server]}/"
	recorded openconnect.pcap 'tls' 'udp.port==443'
	end_scene
}
