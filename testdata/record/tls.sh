# Sourced by record.sh: captures of TLS in its versions and openings, and of the programs that speak it.
# shellcheck shell=bash

# peer: builds the Go program of record/peer; it needs a newer Go than Debian's.
peer() {
	[[ -x $tmp/peer ]] || (cd "$here/peer" && go build -trimpath -o "$tmp/peer" .)
}

# issue FILE SUBJECT EXTENSIONS KEY-OPTION...: a key and a certificate of the CA below, with the CA in between.
issue() {
	local file=$1 subject=$2 extensions=$3; shift 3
	openssl req -newkey "$@" -nodes -subj "$subject" -keyout "$tmp/$file.key" -out "$tmp/$file.csr" 2>/dev/null
	openssl x509 -req -in "$tmp/$file.csr" -CA "$tmp/middle.pem" -CAkey "$tmp/middle.key" -CAcreateserial \
		-days "${days:-30}" -extfile <(printf '%b' "$extensions") -out "$tmp/$file.pem" 2>/dev/null
	cat "$tmp/$file.pem" "$tmp/middle.pem" >"$tmp/$file.chain"
}

# certificates: a CA (from certificate), one below it, and by that one an RSA and an ECDSA certificate of several
# names, one of a client, one that is over, one of another name; and one that signs itself.
certificates() {
	[[ -e $tmp/rsa.chain ]] && return
	local names='subjectAltName=DNS:www.example.test,DNS:api.example.test,DNS:*.cdn.example.test,DNS:example.test,IP:192.0.2.20\n'
	certificate
	openssl req -newkey rsa:2048 -nodes -subj '/C=XX/O=Example Test/CN=Example Test Issuing CA' \
		-keyout "$tmp/middle.key" -out "$tmp/middle.csr" 2>/dev/null
	openssl x509 -req -in "$tmp/middle.csr" -CA "$tmp/ca.pem" -CAkey "$tmp/ca.key" -CAcreateserial -days 30 \
		-extfile <(printf 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,cRLSign\n') -out "$tmp/middle.pem" 2>/dev/null
	issue rsa '/C=XX/O=Example Test/OU=Flows/CN=www.example.test' "$names" rsa:2048
	issue ec '/O=Example Test/CN=www.example.test' "$names" ec -pkeyopt ec_paramgen_curve:P-256
	issue client '/O=Example Test/CN=client.example.test' 'extendedKeyUsage=clientAuth\n' rsa:2048
	issue other '/CN=other.example.test' 'subjectAltName=DNS:other.example.test\n' rsa:2048
	days=-1 issue over '/CN=over.example.test' 'subjectAltName=DNS:over.example.test\n' rsa:2048
	openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj '/CN=self.example.test' \
		-addext 'subjectAltName=DNS:self.example.test' -keyout "$tmp/self.key" -out "$tmp/self.chain" 2>/dev/null
	cat "$tmp/middle.pem" "$tmp/ca.pem" >"$tmp/authorities.pem"
}

# hosts NAME...: names of the server that the client finds without asking.
hosts() {
	mkdir -p "/etc/netns/${prefix}client"
	printf "127.0.0.1 localhost\n${address4[server]} %s\n" "$*" >"/etc/netns/${prefix}client/hosts"
}

# tls_server PORT CERTIFICATE OPTION...: openssl s_server.
tls_server() {
	local port=$1 certificate=$2; shift 2
	background "tls-$port" server openssl s_server -accept "$port" -cert "$tmp/$certificate.pem" \
		-cert_chain "$tmp/middle.pem" -key "$tmp/$certificate.key" -www "$@"
}

# tls_client PORT OPTION...: openssl s_client asks for a page. Its failures are part of the recording.
tls_client() {
	local port=$1; shift
	printf 'GET / HTTP/1.0\r\n\r\n' | in_ns client timeout 5 openssl s_client -connect "${to:-${address4[server]}}:$port" \
		-CAfile "$tmp/ca.pem" -ign_eof "$@" >>"$tmp/s_client.log" 2>&1 || true
}

old='DEFAULT@SECLEVEL=0'

take_tls() {
	local port
	certificates; peer; pair
	hosts www.example.test
	tls_server 4401 rsa -tls1 -cipher "$old"
	tls_server 4402 rsa -tls1_1 -cipher "$old"
	tls_server 4403 rsa -tls1_2 -cipher AES128-SHA
	tls_server 4404 rsa -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256
	tls_server 4405 ec -tls1_2 -cipher ECDHE-ECDSA-CHACHA20-POLY1305
	tls_server 4406 rsa -tls1_2 -cipher DHE-RSA-AES256-GCM-SHA384
	tls_server 4407 rsa -tls1_3
	tls_server 4408 rsa -tls1_2 -Verify 3 -CAfile "$tmp/ca.pem"
	tls_server 4409 rsa -tls1_3 -Verify 3 -CAfile "$tmp/ca.pem"
	tls_server 4410 rsa -alpn h2,http/1.1
	tls_server 4411 rsa -tls1_2 -alpn http/1.1
	tls_server 4412 rsa -tls1_2 -no_ticket
	tls_server 4413 rsa -tls1_2
	tls_server 4414 ec -tls1_3
	tls_server 4415 rsa -tls1_3 -groups P-384
	tls_server 4416 rsa -tls1_2
	tls_server 4417 rsa -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256
	tls_server 4418 rsa -tls1_3
	tls_server 4419 rsa -tls1_2 -servername known.example.test -cert2 "$tmp/other.pem" -key2 "$tmp/other.key" -servername_fatal
	tls_server 4420 rsa -tls1_2 -cipher ECDHE-RSA-AES256-GCM-SHA384
	tls_server 4421 over -tls1_2
	background tls-4422 server openssl s_server -accept 4422 -cert "$tmp/self.chain" -key "$tmp/self.key" -tls1_2 -www
	tls_server 4423 other -tls1_2
	tls_server 4424 rsa -tls1_2 -cipher 'NULL-SHA256:@SECLEVEL=0'
	background tls-4425 server openssl s_server -accept 4425 -nocert -tls1_2 -cipher 'ADH-AES128-SHA256:@SECLEVEL=0' -www
	background tls-4426 server openssl s_server -accept 4426 -nocert -tls1_2 -cipher PSK-AES128-GCM-SHA256 \
		-psk 00112233445566778899aabbccddeeff -www
	tls_server 4427 rsa -tls1_2 -client_renegotiation
	# Early data: not with -www, and an input that does not end.
	background tls-4428 server sh -c "tail -f /dev/null | openssl s_server -accept 4428 -cert '$tmp/rsa.pem' \
		-cert_chain '$tmp/middle.pem' -key '$tmp/rsa.key' -tls1_3 -early_data"
	tls_server 4429 rsa -tls1_2 -max_send_frag 512
	tls_server 4430 rsa -tls1_2
	background peer server "$tmp/peer" tls-serve :4431 "$tmp/rsa.chain" "$tmp/rsa.key" "$tmp/ech.list"
	for ((port = 4401; port <= 4431; port++)); do until_true listens server $port; done
	until_true test -s "$tmp/ech.list"
	web_server server

	record tls.pcap client eth0 'tcp'
	tls_client 4401 -tls1 -cipher "$old" -servername tls10.example.test
	tls_client 4402 -tls1_1 -cipher "$old" -servername tls11.example.test
	tls_client 4403 -tls1_2 -servername rsa.example.test
	tls_client 4404 -tls1_2 -servername ecdhe.example.test
	tls_client 4405 -tls1_2 -servername ecdsa.example.test
	tls_client 4406 -tls1_2 -servername dhe.example.test
	tls_client 4407 -tls1_3 -servername tls13.example.test
	to="[${address6[server]}]" tls_client 4407 -tls1_3 -servername tls13-ipv6.example.test
	tls_client 4408 -tls1_2 -servername client12.example.test -cert "$tmp/client.pem" -key "$tmp/client.key" -cert_chain "$tmp/middle.pem"
	tls_client 4409 -tls1_3 -servername client13.example.test -cert "$tmp/client.pem" -key "$tmp/client.key" -cert_chain "$tmp/middle.pem"
	tls_client 4408 -tls1_2 -servername noclient12.example.test
	tls_client 4410 -alpn h2,http/1.1 -servername alpn-h2.example.test
	tls_client 4411 -tls1_2 -alpn h2,http/1.1 -servername alpn-http11.example.test
	# Resumption, by identifier, by ticket and by pre-shared key.
	for port in 4412 4413 4414; do
		tls_client $port -servername resume$port.example.test -sess_out "$tmp/session$port"
		tls_client $port -servername resume$port.example.test -sess_in "$tmp/session$port"
	done
	tls_client 4415 -tls1_3 -groups X25519:P-384 -servername retry.example.test
	# Alerts: unknown_ca, handshake_failure, protocol_version, unrecognized_name.
	tls_client 4416 -tls1_2 -CAfile "$tmp/self.chain" -verify_return_error -servername unknownca.example.test
	tls_client 4417 -tls1_2 -cipher AES256-SHA -servername nocipher.example.test
	tls_client 4418 -tls1_2 -servername noversion.example.test
	tls_client 4419 -tls1_2 -servername unknown.example.test
	tls_client 4419 -tls1_2 -servername known.example.test
	tls_client 4420 -tls1_2 -noservername
	tls_client 4421 -tls1_2 -servername over.example.test
	tls_client 4422 -tls1_2 -servername self.example.test
	tls_client 4423 -tls1_2 -servername www.example.test
	tls_client 4424 -tls1_2 -cipher 'NULL-SHA256:@SECLEVEL=0' -servername null.example.test
	tls_client 4425 -tls1_2 -cipher 'ADH-AES128-SHA256:@SECLEVEL=0' -servername anonymous.example.test
	tls_client 4426 -tls1_2 -psk 00112233445566778899aabbccddeeff -servername psk.example.test
	# A second handshake inside the first's keys.
	(sleep 0.5; echo R; sleep 0.5; printf 'GET / HTTP/1.0\r\n\r\n'; sleep 0.5) | in_ns client timeout 5 openssl s_client \
		-connect "${address4[server]}:4427" -tls1_2 -servername again.example.test >/dev/null 2>&1 || true
	# Early data.
	(sleep 0.5; echo Q; sleep 0.3) | in_ns client timeout 3 openssl s_client -connect "${address4[server]}:4428" -tls1_3 \
		-servername early.example.test -sess_out "$tmp/early" >/dev/null 2>&1 || true
	echo 'said early' >"$tmp/early.txt"
	(sleep 0.5; echo Q; sleep 0.3) | in_ns client timeout 3 openssl s_client -connect "${address4[server]}:4428" -tls1_3 \
		-servername early.example.test -sess_in "$tmp/early" -early_data "$tmp/early.txt" >/dev/null 2>&1 || true
	# Handshake messages in several records.
	tls_client 4429 -tls1_2 -servername records.example.test
	# A ClientHello of several kilobytes: more than one segment.
	tls_client 4430 -tls1_2 -servername long.example.test -alpn "$(seq -s , -f 'protocol-%g.example.test' 1 150)" -status
	# Go: X25519MLKEM768, and Encrypted Client Hello; the name inside is not to be seen.
	in_ns client "$tmp/peer" tls "${address4[server]}:4431" www.example.test "$tmp/ca.pem"
	in_ns client "$tmp/peer" tls "${address4[server]}:4431" www.example.test "$tmp/ca.pem" "$tmp/ech.list"
	# GREASE in the place of Encrypted Client Hello.
	in_ns client "$tmp/peer" utls "${address4[server]}:4431" grease.example.test chrome133
	fetch -4 --cacert "$tmp/ca.pem" https://www.example.test/small
	fetch -4 --cacert "$tmp/ca.pem" --http1.1 https://www.example.test/small
	in_ns client gnutls-cli --insecure -p 443 --sni-hostname gnutls.example.test "${address4[server]}" \
		</dev/null >/dev/null 2>&1 || true
	# What is no TLS, to a port of TLS.
	fetch "http://${address4[server]}:4407/" 2>/dev/null || true
	recorded tls.pcap 'tls.handshake.version==0x0301 && tls.handshake.type==2' 'tls.handshake.version==0x0302 && tls.handshake.type==2' \
		'tls.handshake.version==0x0303 && tls.handshake.type==11' 'tls.handshake.extensions.supported_version==0x0304 && tls.handshake.type==2' \
		'tls.handshake.type==13' 'tls.handshake.certificates_length && tcp.srcport!=443 && tcp.dstport==4408' \
		'tls.handshake.extensions_alpn_str=="http/1.1" && tls.handshake.type==2' \
		'tls.handshake.type==4' 'tls.handshake.session_ticket' 'tls.handshake.type==2 && tls.handshake.extension.type==41' \
		'tls.handshake.random==cf:21:ad:74:e5:9a:61:11:be:1d:8c:02:1e:65:b8:91:c2:a2:11:16:7a:bb:8c:5e:07:9e:09:e2:c8:a8:33:9c' \
		'tls.alert_message.desc==48' 'tls.alert_message.desc==40' 'tls.alert_message.desc==70' 'tls.alert_message.desc==112' \
		'tls.handshake.extension.type==42' 'tls.handshake.extension.type==65037 && tls.handshake.extensions_server_name=="public.example.test"' \
		'tls.handshake.extension.type==65037 && tls.handshake.extensions_server_name=="grease.example.test"' \
		'tls.handshake.extensions_key_share_group==4588' 'tls.handshake.type==1 && tcp.dstport==4430' 'ipv6 && tls.handshake.type==1'
	end_scene
}

take_utls() {
	local parrot
	certificates; peer; pair
	web_server server
	hosts www.example.test
	record utls.pcap client eth0 tcp
	for parrot in $("$tmp/peer" parrots); do
		in_ns client "$tmp/peer" utls "${address4[server]}:443" "$parrot.example.test" "$parrot" 2>>"$tmp/utls.log" || true
	done
	chromium https://chromium.example.test/small
	firefox https://www.example.test/small
	cat "$tmp/utls.log" >&2
	recorded utls.pcap 'tls.handshake.extensions_server_name=="chrome133.example.test"' \
		'tls.handshake.extensions_server_name=="randomized-alpn.example.test"' \
		'tls.handshake.type==2' 'tls.handshake.extensions_server_name=="chromium.example.test"' \
		'tls.handshake.extensions_server_name=="www.example.test"'
	end_scene
}
