# Sourced by record.sh: captures of what proxies carry, and of devices that find each other.
# shellcheck shell=bash

# behind_proxies: nginx for connections with a header of the PROXY protocol, HTTP on port 8080 and HTTPS on port 8443.
behind_proxies() {
	cat >"$tmp/proxied.conf" <<-END
		user root;
		daemon off;
		worker_processes 1;
		pid $tmp/proxied.pid;
		error_log $tmp/proxied.err;
		events { worker_connections 64; }
		http {
			access_log off;
			client_body_temp_path $tmp/body3;
			proxy_temp_path $tmp/proxy3;
			fastcgi_temp_path $tmp/fastcgi3;
			scgi_temp_path $tmp/scgi3;
			uwsgi_temp_path $tmp/uwsgi3;
			server {
				listen [::]:8080 ipv6only=off proxy_protocol;
				listen [::]:8443 ipv6only=off ssl proxy_protocol;
				ssl_certificate $tmp/www.pem;
				ssl_certificate_key $tmp/www.key;
				root $tmp/www;
			}
		}
	END
	background proxied server nginx -c "$tmp/proxied.conf"
}

# haproxies: in front of these, in the client's namespace: ports 9001 and 9002 by version 1, 9003 to 9005 by version 2.
haproxies() {
	local listen
	{
		printf 'global\n\tmaxconn 50\ndefaults\n\tmode tcp\n\ttimeout connect 5s\n\ttimeout client 10s\n\ttimeout server 10s\n'
		for listen in "9001 8080 send-proxy" "9002 8443 send-proxy" "9003 8080 send-proxy-v2" "9004 8443 send-proxy-v2"; do
			printf 'listen p%s\n\tbind 127.0.0.1:%s\n\tserver s %s:%s %s\n' "${listen%% *}" "${listen%% *}" \
				"${address4[server]}" $(cut -d' ' -f2 <<<"$listen") "${listen##* }"
		done
		printf 'listen p9005\n\tbind 127.0.0.1:9005\n\ttcp-request inspect-delay 2s\n'
		printf '\ttcp-request content accept if { req.ssl_hello_type 1 }\n'
		printf '\tserver s [%s]:8443 send-proxy-v2 proxy-v2-options authority,unique-id\n' "${address6[server]}"
	} >"$tmp/haproxy.cfg"
	background haproxy client haproxy -db -f "$tmp/haproxy.cfg"
}

# take_proxies: SOCKS 4, 4a and 5 of several programs, and the PROXY protocol.
take_proxies() {
	local server port user=someone:opensesame options=(-F /dev/null -i "$tmp/proxied_user" -o UserKnownHostsFile=/dev/null
		-o StrictHostKeyChecking=no -o LogLevel=ERROR -o BatchMode=yes)
	pair
	server=${address4[server]}
	mkdir -p "/etc/netns/${prefix}server"
	printf "127.0.0.1 localhost\n$server www.example.test\n" >"/etc/netns/${prefix}server/hosts"
	hosts www.example.test
	web_server server
	behind_proxies
	haproxies
	background microsocks server microsocks -p 1080
	background microsocks-password server microsocks -p 1082 -u someone -P opensesame
	printf '%s\n' 'logoutput: stderr' 'internal: eth0 port = 1081' 'external: eth0' 'clientmethod: none' 'socksmethod: none' \
		'user.privileged: root' 'user.unprivileged: root' 'client pass { from: 0/0 to: 0/0 }' \
		'socks pass { from: 0/0 to: 0/0 }' >"$tmp/danted.conf"
	background danted server danted -f "$tmp/danted.conf" -p "$tmp/danted.pid"
	mkdir -p /run/sshd
	ssh-keygen -q -t ed25519 -N '' -C host -f "$tmp/proxied_host"
	ssh-keygen -q -t ed25519 -N '' -C user -f "$tmp/proxied_user"
	background sshd server "$(command -v sshd)" -D -e -f /dev/null -h "$tmp/proxied_host" -o UsePAM=no -o PidFile=none \
		-o StrictModes=no -o AuthorizedKeysFile="$tmp/proxied_user.pub" -p 22
	until_true listens server 22
	background ssh-socks server ssh "${options[@]}" -N -D "$server:1083" root@127.0.0.1 # SOCKS 4a, which Dante has not
	for port in 80 8080 8443 1080 1081 1082 1083; do until_true listens server $port; done
	for port in 9001 9005; do until_true listens client $port; done

	record proxies.pcap client eth0 tcp
	for port in 1081 1080; do
		fetch --socks5 "$server:$port" http://www.example.test/small
		fetch --socks5-hostname "$server:$port" --cacert "$tmp/ca.pem" https://www.example.test/small
	done
	fetch --socks4 "$server:1081" http://www.example.test/small
	fetch --socks4 "$server:1081" --cacert "$tmp/ca.pem" https://www.example.test/small
	fetch --socks4a "$server:1083" http://www.example.test/small
	fetch --socks4a "$server:1083" --cacert "$tmp/ca.pem" https://www.example.test/small
	fetch --socks5-hostname "$server:1082" --proxy-user $user --cacert "$tmp/ca.pem" https://www.example.test/small
	fetch --socks5-hostname "$server:1082" --proxy-user someone:wrong http://www.example.test/small 2>/dev/null && return 1
	fetch --socks5-hostname "$server:1082" http://www.example.test/small 2>/dev/null && return 1
	fetch --socks5 "$server:1081" http://www.example.test:99/ 2>/dev/null && return 1 # refused
	in_ns client ssh "${options[@]}" -o ProxyCommand="socat - SOCKS4A:$server:www.example.test:22,socksport=1083" \
		root@www.example.test 'seq 1 200' >/dev/null
	fetch --haproxy-protocol http://www.example.test:8080/small
	fetch --haproxy-protocol --cacert "$tmp/ca.pem" https://www.example.test:8443/small
	fetch -g --haproxy-protocol "http://[${address6[server]}]:8080/small"
	for port in 9001 9003; do fetch -H 'Host: www.example.test' "http://127.0.0.1:$port/small"; done
	for port in 9002 9004 9005; do
		fetch --cacert "$tmp/ca.pem" --connect-to "www.example.test:443:127.0.0.1:$port" https://www.example.test/small
	done
	fetch -d "$(seq 1 6000)" http://www.example.test/small # an upload of many segments
	recorded proxies.pcap 'tcp.dstport==1081 && tcp.payload[0:2]==04:01' 'tcp.dstport==1083 && tcp.payload[0:2]==04:01' \
		'socks.version==5' 'tcp.dstport==1082 && tcp.payload[0:1]==01' 'frame contains "PROXY TCP4"' 'frame contains "PROXY TCP6"' \
		'tcp.dstport==8443 && frame contains "PROXY TCP4"' 'tcp.payload[0:8]==0d:0a:0d:0a:00:0d:0a:51' \
		'tcp.dstport==1083 && frame contains "SSH-2.0"'
	end_scene
}

# take_ssdp: a media server says that it is there, and programs look for it.
take_ssdp() {
	pair
	mkdir -p "$tmp/media"
	printf '%s\n' "media_dir=$tmp/media" "db_dir=$tmp/media" "log_dir=$tmp" 'friendly_name=Example Media' 'network_interface=eth0' \
		'port=8200' 'notify_interval=3' 'uuid=4d696e69-444c-164e-9d41-0242c0000214' 'inotify=no' >"$tmp/minidlna.conf"
	record ssdp.pcap client eth0 udp port 1900
	background minidlna server minidlnad -S -f "$tmp/minidlna.conf" -P "$tmp/minidlna.pid"
	until_true listens server 8200
	in_ns client timeout 4 gssdp-discover -i eth0 --timeout=3 >/dev/null || true
	in_ns client timeout 4 upnpc -m eth0 -l >/dev/null 2>&1 || true
	sleep 4
	recorded ssdp.pcap 'ssdp && http.request.method=="M-SEARCH"' 'ssdp && http.request.method=="NOTIFY"' \
		'ssdp && http.response.code==200'
	end_scene
}
