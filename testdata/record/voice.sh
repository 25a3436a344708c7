# Sourced by record.sh: captures of calls and streams.
# shellcheck shell=bash

# take_sip: calls of SIPp by UDP and TCP and OPTIONS of sipsak, on the port of SIP and on another one.
take_sip() {
	need sip-tester sipsak
	local port
	pair
	for port in 5060 15060; do
		background sipp-udp$port server sipp -sn uas -i "${address4[server]}" -p $port -nostdin -rtp_echo
		background sipp-tcp$port server sipp -sn uas -i "${address4[server]}" -p $port -t t1 -nostdin
	done
	for port in 5060 15060; do until_true listens server $port; done
	sleep 1
	record sip.pcap client eth0
	for port in 5060 15060; do
		talk sipp -sn uac -i "${address4[client]}" -p 5062 -m 1 -d 500 -nostdin "${address4[server]}:$port"
		talk sipp -sn uac -i "${address4[client]}" -p 5064 -m 1 -d 500 -t t1 -nostdin "${address4[server]}:$port"
		talk timeout 5 sipsak -s "sip:someone@${address4[server]}:$port"
	done
	recorded sip.pcap 'udp.port==5060 && sip.Method=="INVITE"' 'tcp.port==5060 && sip' 'udp.port==15060' 'tcp.port==15060' 'sip.Method=="OPTIONS"'
	end_scene
}

# take_baresip: a call between two telephones, with RTCP.
take_baresip() {
	need baresip-core
	local side
	pair
	for side in client server; do
		mkdir -p "$tmp/baresip-$side"
		cat >"$tmp/baresip-$side/config" <<-END
			sip_listen ${address4[$side]}:5060
			audio_source ausine,440
			audio_player aubridge,none
			audio_alert aubridge,none
			ausrc_srate 8000
			module_path /usr/lib/baresip/modules
			module stdio.so
			module g711.so
			module ausine.so
			module aubridge.so
			module_app account.so
			module_app menu.so
			rtp_ports 10000-10100
			rtcp_enable yes
		END
		echo "<sip:$side@${address4[$side]}>;regint=0;answermode=auto" >"$tmp/baresip-$side/accounts"
		touch "$tmp/baresip-$side/contacts"
	done
	record baresip.pcap client eth0 udp
	background baresip server baresip -f "$tmp/baresip-server"
	sleep 1
	talk timeout 9 baresip -f "$tmp/baresip-client" -e "d sip:server@${address4[server]}" -t 6
	recorded baresip.pcap 'sip.Method=="INVITE"' 'udp.srcport>=10000 && udp.srcport<=10100'
	end_scene
}

# take_turn: STUN, TURN over UDP and TCP, and TLS, on the port of STUN and on another one.
take_turn() {
	need coturn
	local port
	pair
	certificate
	for port in 3478 13478; do
		background turn$port server turnserver -n -L "${address4[server]}" -E "${address4[server]}" -p $port --tls-listening-port $((port + 1871)) -u someone:opensesame -r example.test \
			--lt-cred-mech --cert "$tmp/www.pem" --pkey "$tmp/www.key" --no-cli --log-file stdout --pidfile "$tmp/turn$port.pid" --allow-loopback-peers \
			--min-port 50000 --max-port 50100 --userdb "$tmp/turn$port.db"
	done
	background turn-peer server turnutils_peer -p 3480 -L "${address4[server]}"
	for port in 3478 13478; do until_true listens server $port; done
	record turn.pcap client eth0
	for port in 3478 13478; do
		talk turnutils_stunclient -p $port "${address4[server]}"
		talk turnutils_uclient -u someone -w opensesame -p $port -e "${address4[server]}" -r 3480 -n 1 -m 1 -X "${address4[server]}"
		talk turnutils_uclient -u someone -w opensesame -p $port -e "${address4[server]}" -r 3480 -n 1 -m 1 -t "${address4[server]}"
		talk turnutils_uclient -u someone -w wrong -p $port -e "${address4[server]}" -r 3480 -n 1 -m 1 "${address4[server]}"
	done
	recorded turn.pcap 'udp.port==3478 && stun' 'tcp.port==3478 && tcp.len>0' 'udp.port==13478' 'tcp.port==13478 && tcp.len>0'
	end_scene
}

# take_mgcp: a call agent's commands to osmo-mgw, a media gateway, and the ports of RTP that it opens.
take_mgcp() {
	need osmo-mgw
	local port
	pair
	record mgcp.pcap client eth0 udp
	for port in 2427 12427; do
		cat >"$tmp/mgw$port.cfg" <<-END
			line vty
			 no login
			mgcp
			 domain mgw
			 bind ip ${address4[server]}
			 bind port $port
			 rtp bind-ip ${address4[server]}
			 rtp port-range 16384 16500
			 number endpoints 8
		END
		background mgw$port server osmo-mgw -c "$tmp/mgw$port.cfg"
		until_true listens server $port
		talk /usr/bin/python3 "$here/voice.py" mgcp "${address4[server]}" $port
		kill "${pids[-1]}"
		sleep 1
	done
	recorded mgcp.pcap 'udp.port==2427 && mgcp' 'udp.port==12427'
	end_scene
}

# take_webrtc: two peers of aiortc with audio and a data channel: STUN, DTLS, SRTP and SRTCP.
take_webrtc() {
	pypi aiortc==1.9.0
	pair
	record webrtc.pcap client eth0 udp
	background webrtc server "$tmp/venv/bin/python" -P "$here/voice.py" webrtc "$tmp" answer
	talk "$tmp/venv/bin/python" -P "$here/voice.py" webrtc "$tmp" offer
	recorded webrtc.pcap 'stun' 'dtls'
	end_scene
}

# take_rtmp: a stream published and played, on the port of RTMP and on another one; nginx and ffmpeg.
take_rtmp() {
	need libnginx-mod-rtmp nginx-light ffmpeg
	local port
	pair
	film
	cat >"$tmp/rtmp.conf" <<-END
		user root;
		daemon off;
		load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
		pid $tmp/rtmp.pid;
		error_log $tmp/rtmp.err;
		events { worker_connections 64; }
		rtmp {
			server {
				listen 1935;
				listen 11935;
				application live {
					live on;
				}
			}
		}
	END
	background rtmp server nginx -c "$tmp/rtmp.conf"
	for port in 1935 11935; do until_true listens server $port; done
	record rtmp.pcap client eth0 tcp
	for port in 1935 11935; do
		talk timeout 3 ffmpeg -v error -re -i "$tmp/film.flv" -c copy -f flv "rtmp://${address4[server]}:$port/live/film" &
		sleep 0.5
		talk timeout 2 ffmpeg -v error -i "rtmp://${address4[server]}:$port/live/film" -t 1 -f null -
		wait $! || true
	done
	recorded rtmp.pcap 'tcp.port==1935 && rtmpt' 'tcp.port==11935 && frame contains "live"'
	end_scene
}

# film: a second of a small film.
film() {
	ffmpeg -v error -f lavfi -i testsrc=size=64x48:rate=5:duration=1 -f lavfi -i sine=frequency=440:duration=1 -c:v flv -b:v 20k -c:a mp3 -b:a 16k -ar 22050 \
		"$tmp/film.flv" -y
	ffmpeg -v error -i "$tmp/film.flv" -c:v mpeg2video -b:v 30k -r 25 -c:a mp2 -b:a 32k -ar 16000 "$tmp/film.ts" -y
	ffmpeg -v error -i "$tmp/film.flv" -vn -c:a copy "$tmp/film.mp3" -y
}

# take_streams: MPEG-TS and RTP of ffmpeg by UDP, RTSP with RTP in it and beside it, RTCP.
take_streams() {
	need ffmpeg
	pair
	film
	background udp-sink server socat -u UDP-RECV:5004 OPEN:/dev/null
	background udp-sink2 server socat -u UDP-RECV:1234 OPEN:/dev/null
	background udp-sink3 server socat -u UDP-RECV:5005 OPEN:/dev/null
	record streams.pcap client eth0
	talk ffmpeg -v error -re -i "$tmp/film.ts" -c copy -f mpegts "udp://${address4[server]}:1234?pkt_size=1316"
	talk ffmpeg -v error -re -i "$tmp/film.ts" -vn -c:a copy -f rtp "rtp://${address4[server]}:5004"
	talk ffmpeg -v error -re -i "$tmp/film.ts" -c copy -f rtp_mpegts "rtp://${address4[server]}:5004"
	local transport
	for transport in tcp udp; do
		background rtsp-$transport server ffmpeg -v error -rtsp_flags listen -i "rtsp://${address4[server]}:8554/film" -f null -
		sleep 1
		talk timeout 6 ffmpeg -v error -re -i "$tmp/film.ts" -vn -c:a copy -f rtsp -rtsp_transport $transport "rtsp://${address4[server]}:8554/film"
		sleep 0.5
		kill "${pids[-1]}" || true
		sleep 0.5
	done
	recorded streams.pcap 'udp.port==1234 && mp2t' 'udp.port==5004' 'tcp.port==8554 && rtsp'
	end_scene
}

# take_icecast: a source and listeners of Icecast, on its port and on another one.
take_icecast() {
	need icecast2 ffmpeg
	local port
	pair
	film
	chmod 711 "$tmp"
	install -d -o nobody "$tmp/icecast"
	cat >"$tmp/icecast.xml" <<-END
		<icecast>
			<limits><clients>10</clients><sources>4</sources></limits>
			<authentication><source-password>opensesame</source-password><admin-user>admin</admin-user><admin-password>opensesame</admin-password></authentication>
			<hostname>radio.example.test</hostname>
			<listen-socket><port>8000</port></listen-socket>
			<listen-socket><port>18000</port></listen-socket>
			<paths><logdir>$tmp/icecast</logdir><webroot>/usr/share/icecast2/web</webroot><adminroot>/usr/share/icecast2/admin</adminroot></paths>
			<logging><errorlog>-</errorlog></logging>
			<security><changeowner><user>nobody</user><group>nogroup</group></changeowner></security>
		</icecast>
	END
	background icecast server icecast2 -c "$tmp/icecast.xml"
	for port in 8000 18000; do until_true listens server $port; done
	record icecast.pcap client eth0 tcp
	for port in 8000 18000; do
		talk timeout 6 ffmpeg -v error -re -i "$tmp/film.mp3" -c copy -f mp3 -content_type audio/mpeg "icecast://source:opensesame@${address4[server]}:$port/film" &
		sleep 1
		talk timeout 2 curl -s -H 'Icy-MetaData: 1' -o /dev/null "http://${address4[server]}:$port/film"
		wait $! || true
		talk timeout 4 ffmpeg -v error -re -i "$tmp/film.mp3" -c copy -f mp3 -legacy_icecast 1 -content_type audio/mpeg "icecast://source:opensesame@${address4[server]}:$port/old"
	done
	recorded icecast.pcap 'tcp.port==8000 && frame contains "SOURCE /old"' 'tcp.port==18000 && frame contains "icy-"'
	end_scene
}

# take_mumble: what a query and a client of Mumble send by UDP and TCP.
take_mumble() {
	need mumble-server
	pypi pymumble==1.6.1
	npm_packages gamedig@5.1.3
	pair
	printf 'database=%s/mumble.sqlite\nport=64738\nhost=%s\nautobanAttempts=0\nsslCert=\nuname=root\nallowping=true\n' "$tmp" "${address4[server]}" >"$tmp/mumble.ini"
	background mumble server murmurd -fg -ini "$tmp/mumble.ini"
	until_true listens server 64738
	record mumble.pcap client eth0
	talk node "$tmp/node/node_modules/gamedig/bin/gamedig.js" --type protocol-mumbleping "${address4[server]}:64738"
	talk "$tmp/venv/bin/python" -P "$here/voice.py" mumble "${address4[server]}" 64738
	recorded mumble.pcap 'udp.port==64738' 'tcp.port==64738'
	end_scene
}
