# Sourced by record.sh: captures of HTTP, from 0.9 to 3, and the browsers.
# shellcheck shell=bash

# chromium URL OPTION...: a headless Chromium opens a page; every name is the server.
chromium() {
	local url=$1; shift
	in_ns client timeout 30 chromium-headless-shell --headless --no-sandbox --disable-gpu --no-first-run \
		--disable-background-networking --disable-component-update --disable-sync --no-pings \
		--user-data-dir="$tmp/chromium-$RANDOM" --ignore-certificate-errors \
		--host-resolver-rules="MAP * ${address4[server]}" --timeout=4000 "$@" --dump-dom "$url" \
		>"$tmp/chromium.html" 2>>"$tmp/chromium.log" || true
}

# firefox URL PREFERENCE...: a headless Firefox that believes the CA opens a page; the name must be one of hosts.
firefox() {
	local url=$1 dir preference; shift
	dir=$(mktemp -d "$tmp/firefox-XXXX")
	for preference in '"app.update.enabled", false' '"network.captive-portal-service.enabled", false' \
		'"network.connectivity-service.enabled", false' '"services.settings.server", "data:,"' \
		'"browser.safebrowsing.update.enabled", false' '"extensions.update.enabled", false' \
		'"toolkit.telemetry.server", ""' '"datareporting.policy.dataSubmissionEnabled", false' \
		'"browser.shell.checkDefaultBrowser", false' '"app.normandy.enabled", false' '"network.trr.mode", 5' "$@"; do
		echo "user_pref($preference);"
	done >"$dir/user.js"
	certutil -N -d "sql:$dir" --empty-password
	certutil -A -d "sql:$dir" -t C,, -n example -i "$tmp/ca.pem"
	in_ns client env HOME="$dir" MOZ_CRASHREPORTER_DISABLE=1 timeout 20 firefox-esr --headless --no-remote \
		--profile "$dir" --window-size 320,200 --screenshot "$dir/page.png" "$url" >>"$tmp/firefox.log" 2>&1 || true
}

take_quic() {
	local port spki
	certificates; peer; pair
	hosts www.example.test firefox.example.test
	issue all '/CN=www.example.test' 'subjectAltName=DNS:www.example.test,DNS:*.example.test\n' rsa:2048
	background quic-443 server "$tmp/peer" quic-serve :443 "$tmp/all.chain" "$tmp/all.key"
	background quic-4432 server "$tmp/peer" quic-serve :4432 "$tmp/all.chain" "$tmp/all.key" retry
	background quic-4433 server "$tmp/peer" quic-serve :4433 "$tmp/all.chain" "$tmp/all.key" v2
	background quic-4434 server "$tmp/peer" quic-serve :4434 "$tmp/all.chain" "$tmp/all.key" doq
	for port in 443 4432 4433 4434; do until_true listens server $port; done
	spki=$(openssl x509 -in "$tmp/all.pem" -noout -pubkey | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64)

	record quic.pcap client eth0 udp
	quic() { in_ns client "$tmp/peer" quic "$@"; }
	quic https://www.example.test/ "$tmp/ca.pem"
	quic https://www.example.test/large "$tmp/ca.pem" small
	quic https://www.example.test/ "$tmp/ca.pem" v2
	quic https://www.example.test/ "$tmp/ca.pem" post
	quic https://www.example.test/ "$tmp/ca.pem" twice
	quic https://www.example.test:4432/ "$tmp/ca.pem"
	quic https://www.example.test:4432/ "$tmp/ca.pem" small v2
	quic https://www.example.test:4433/ "$tmp/ca.pem" v1v2
	quic https://www.example.test:4433/ "$tmp/ca.pem" v1 2>/dev/null && return 1
	quic https://www.example.test:4434/ "$tmp/ca.pem" 2>/dev/null && return 1
	quic "https://[${address6[server]}]/" "$tmp/ca.pem" 2>/dev/null && return 1 # not a name of the certificate
	chromium https://chromium.example.test/ --origin-to-force-quic-on=chromium.example.test:443 \
		--ignore-certificate-errors-spki-list="$spki"
	firefox https://firefox.example.test/ '"network.http.http3.alt-svc-mapping-for-testing", "firefox.example.test;h3=:443"' \
		'"network.http.http3.enable", true'
	recorded quic.pcap 'quic.version==1 && tls.handshake.type==1' 'quic.version==0x6b3343cf && quic.long.packet_type_v2==1' \
		'quic.long.packet_type==3' 'quic.long.packet_type_v2==0' 'quic.long.packet_type==1' 'quic.version==0' \
		'quic.supported_version==0x6b3343cf' 'quic.frame_type==0x1c' 'quic.short' 'ipv6 && quic' \
		'tls.handshake.extensions_server_name=="chromium.example.test"' 'tls.handshake.extensions_server_name=="firefox.example.test"'
	end_scene
}

# said PORT TEXT: what is written to a connection as it is; the answers are dropped.
said() { printf '%b' "$2" | in_ns client socat -t 1 - "TCP:${address4[server]}:$1" >/dev/null; }

# agents NAME=USER AGENT...: a page of NAME.example.test for each.
agents() {
	local agent
	for agent in "$@"; do
		fetch -A "${agent#*=}" -H "Host: ${agent%%=*}.example.test" "http://${address4[server]}/small"
	done
}

take_http() {
	local server port
	certificates; pair
	server=${address4[server]}
	hosts www.example.test api.example.test
	mkdir -p "/etc/netns/${prefix}server"
	echo '127.0.0.1 localhost www.example.test api.example.test' >"/etc/netns/${prefix}server/hosts"
	mkdir -p "$tmp/www" "$tmp/old"
	seq 1 3000 >"$tmp/www/data.json"
	printf 'MZ\220\0\3\0\0\0\4\0\0\0\377\377\0\0' >"$tmp/www/setup.exe"
	cp "$(type -P true)" "$tmp/www/program.bin"
	printf '\211PNG\r\n\032\n\0\0\0\rIHDR' >"$tmp/www/image.png"
	head -c 20000 /dev/zero >"$tmp/www/film.mp4"
	echo 'an old page' >"$tmp/old/index.html"
	web_server server
	cat >"$tmp/http.conf" <<-END
		user root;
		daemon off;
		worker_processes 1;
		pid $tmp/http.pid;
		error_log $tmp/http.err;
		events { worker_connections 64; }
		http {
			access_log off;
			client_body_temp_path $tmp/body2;
			proxy_temp_path $tmp/proxy2;
			fastcgi_temp_path $tmp/fastcgi2;
			scgi_temp_path $tmp/scgi2;
			uwsgi_temp_path $tmp/uwsgi2;
			types { text/html html; application/json json; image/png png; video/mp4 mp4;
				application/vnd.microsoft.portable-executable exe; }
			default_type application/octet-stream;
			gzip on;
			gzip_types application/json;
			server {
				listen 8081; listen 2222; listen 4444;
				root $tmp/www;
				location /post { return 200 "thank you"; }
				location /moved { return 302 http://www.example.test/; }
				location /broken { return 500; }
				location /secret { auth_basic "staff"; auth_basic_user_file $tmp/staff; }
			}
		}
	END
	echo "someone:$(openssl passwd -1 -salt saltsalt opensesame)" >"$tmp/staff"
	printf 'Port 8888\nTimeout 60\nMaxClients 10\nLogFile "%s/tinyproxy.log"\n' "$tmp" >"$tmp/tinyproxy.conf"
	background http server nginx -c "$tmp/http.conf"
	background tinyproxy server tinyproxy -d -c "$tmp/tinyproxy.conf"
	background microsocks server microsocks -p 1080
	background python-http server python3 -m http.server 8000 --directory "$tmp/old"
	background websocket server /usr/bin/python3 "$here/websocket.py" serve 8765
	background nghttpd server nghttpd --no-tls -d "$tmp/www" 8082
	background nghttpx server nghttpx -f'*,8083;no-tls' -b'127.0.0.1,80' --workers=1 --pid-file="$tmp/nghttpx.pid"
	for port in 80 8081 8888 1080 8000 8765 8082 8083; do until_true listens server $port; done

	record http.pcap client eth0 tcp
	fetch --http1.0 http://www.example.test/small
	fetch http://www.example.test/small http://www.example.test/missing -o /dev/null # one connection
	fetch -I http://www.example.test/small
	fetch -g "http://[${address6[server]}]/small"
	fetch http://www.example.test:8000/ # HTTP/1.0 answers
	said 80 'GET /small\r\n' # HTTP/0.9
	# Pipelined, with an end of line in the middle of nowhere.
	said 80 'GET /small HTTP/1.1\r\nHost: pipelined.example.test\r\n\r\nGET /missing HTTP/1.1\r\nHost: pipelined.example.test\r\n\r\nHEAD / HTTP/1.1\r\nHost: pipelined.example.test\r\nConnection: close\r\n\r\n'
	# A request in small pieces.
	for port in 'GET /sm' 'all HT' 'TP/1.1\r\nHo' 'st: pieces.exam' 'ple.test\r\nConnec' 'tion: close\r\n\r' '\n'; do
		printf '%b' "$port"
		sleep 0.1
	done | in_ns client socat -t 1 - "TCP:$server:80,nodelay" >/dev/null
	said 80 'BREW /pot HTTP/1.1\r\nHost: odd.example.test\r\n\r\n'
	said 80 'get / http/9.9\r\n\r\n'
	fetch http://api.example.test:8081/data.json --compressed # chunked
	fetch -d 'name=value&other=thing' http://api.example.test:8081/post
	fetch -H 'Content-Type: application/json' -H 'Transfer-Encoding: chunked' --data-binary "@$tmp/www/data.json" \
		http://api.example.test:8081/post
	fetch -F "file=@$tmp/www/image.png;type=image/png" http://api.example.test:8081/post
	fetch -X PUT -d x http://api.example.test:8081/put
	fetch -X DELETE http://api.example.test:8081/small
	fetch -X OPTIONS http://api.example.test:8081/small
	fetch -X PROPFIND http://api.example.test:8081/small
	fetch -H 'Expect: 100-continue' -d expected http://api.example.test:8081/post
	fetch -L http://www.example.test:8081/moved
	fetch http://www.example.test:8081/broken
	fetch -u someone:opensesame http://www.example.test:8081/secret
	fetch -r 100-199 http://www.example.test:8081/film.mp4
	for port in setup.exe program.bin image.png film.mp4; do fetch "http://$server:8081/$port"; done
	fetch -e http://search.example.test/ -b 'session=1; theme=dark' "http://www.example.test:8081/small?q=flow&x=%3Cscript%3E"
	fetch -H 'Host: other.example.test' -H 'X-Forwarded-For: 198.51.100.7' "http://$server:8081/small"
	# Other protocols' ports.
	fetch http://www.example.test:2222/small
	fetch http://www.example.test:4444/small
	# Through proxies: an absolute URI, CONNECT to TLS and to clear text, SOCKS4, 4a, 5 and 5 with the name.
	fetch -x "http://$server:8888" http://www.example.test/small
	fetch -x "http://$server:8888" --cacert "$tmp/ca.pem" https://www.example.test/small
	fetch -p -x "http://$server:8888" http://www.example.test:8081/small
	fetch --socks4 "$server:1080" http://www.example.test/small 2>/dev/null || true
	fetch --socks5 "$server:1080" http://www.example.test/small
	fetch --socks5-hostname "$server:1080" --cacert "$tmp/ca.pem" https://www.example.test/small
	# WebSocket.
	in_ns client /usr/bin/python3 "$here/websocket.py" ask "ws://www.example.test:8765/chat"
	# HTTP/2 in clear text: known before, and by an upgrade.
	fetch --http2-prior-knowledge http://www.example.test:8082/data.json
	fetch --http2-prior-knowledge -d 'name=value' http://api.example.test:8083/post
	fetch --http2 http://www.example.test:8083/small
	in_ns client nghttp -n http://www.example.test:8082/index.html http://www.example.test:8082/small >/dev/null
	in_ns client nghttp -n -u http://www.example.test:8083/small >/dev/null
	agents \
		'windows=Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36' \
		'windows7=Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko' \
		'mac=Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15' \
		'linux=Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' \
		'ubuntu=Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:135.0) Gecko/20100101 Firefox/135.0' \
		'iphone=Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1' \
		'ipad=Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1' \
		'android=Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Mobile Safari/537.36' \
		'okhttp=okhttp/4.12.0' 'apt=Debian APT-HTTP/1.3 (2.6.1)' 'python=python-requests/2.31.0' \
		'bot=Mozilla/5.0 (compatible; examplebot/1.0; +http://www.example.test/bot)' 'none='
	in_ns client wget -q -O /dev/null http://www.example.test/small
	chromium http://chromium.example.test/small
	recorded http.pcap 'http.request.version=="HTTP/1.0"' 'http.request.method==HEAD' 'http.request.method==POST' \
		'http.transfer_encoding=="chunked" && http.response' 'http.transfer_encoding=="chunked" && http.request' \
		'http.request.uri=="http://www.example.test/small"' 'http.request.method==CONNECT' 'http.proxy_connect_host && tls.handshake.type==1' \
		'websocket' 'http2.magic' 'http2.headers.status==200' 'http.upgrade=="h2c"' 'http.response.code==101' 'socks.version==4' \
		'socks.version==5' 'http && tcp.port==2222' 'http.authorization' 'http.user_agent contains "Windows NT 10.0"' \
		'http.user_agent contains "HeadlessChrome"' 'ipv6 && http' 'http.response.code==206' 'http.response.code==100'
	end_scene
}
