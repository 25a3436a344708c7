# Sourced by record.sh: TLS that begins in the middle of a clear-text conversation, and DTLS.
# shellcheck shell=bash

# begin_tls PROTOCOL PORT OPTION...: openssl's own way into TLS, and out at once.
begin_tls() {
	local protocol=$1 port=$2; shift 2
	in_ns client timeout 5 openssl s_client -starttls "$protocol" -connect "${address4[server]}:$port" \
		-servername "$protocol.example.test" "$@" </dev/null >>"$tmp/starttls.log" 2>&1 || true
}

mail_servers() {
	mkdir -p "$tmp/dovecot/run" "$tmp/dovecot/state"
	cat >"$tmp/dovecot.conf" <<-END
		base_dir = $tmp/dovecot/run
		state_dir = $tmp/dovecot/state
		log_path = /dev/stderr
		protocols = imap pop3
		listen = *
		ssl = yes
		ssl_cert = <$tmp/rsa.chain
		ssl_key = <$tmp/rsa.key
		disable_plaintext_auth = no
		mail_location = maildir:$tmp/mail/%u
		first_valid_uid = 1
		passdb {
			driver = static
			args = password=opensesame
		}
		userdb {
			driver = static
			args = uid=mail gid=mail home=$tmp/mail/%u
		}
	END
	mkdir -p "$tmp/mail"
	chown mail:mail "$tmp/mail"
	background dovecot server dovecot -F -c "$tmp/dovecot.conf"
	background smtp server aiosmtpd -n -l 0.0.0.0:25 --tlscert "$tmp/rsa.chain" --tlskey "$tmp/rsa.key" --no-requiretls \
		-c aiosmtpd.handlers.Sink
	background submission server aiosmtpd -n -l 0.0.0.0:587 --tlscert "$tmp/rsa.chain" --tlskey "$tmp/rsa.key" \
		-c aiosmtpd.handlers.Sink
	background smtps server aiosmtpd -n -l 0.0.0.0:465 --smtpscert "$tmp/rsa.chain" --smtpskey "$tmp/rsa.key" \
		-c aiosmtpd.handlers.Sink
}

file_server() {
	mkdir -p "$tmp/ftp" "$tmp/empty"
	cp "$tmp/www/small" "$tmp/ftp/small"
	cat >"$tmp/vsftpd.conf" <<-END
		listen=YES
		background=NO
		anonymous_enable=YES
		no_anon_password=NO
		anon_root=$tmp/ftp
		secure_chroot_dir=$tmp/empty
		seccomp_sandbox=NO
		ssl_enable=YES
		allow_anon_ssl=YES
		force_anon_logins_ssl=NO
		force_anon_data_ssl=NO
		force_local_logins_ssl=NO
		require_ssl_reuse=NO
		rsa_cert_file=$tmp/rsa.chain
		rsa_private_key_file=$tmp/rsa.key
		connect_from_port_20=YES
		pasv_min_port=40100
		pasv_max_port=40110
		pasv_address=${address4[server]}
	END
	background vsftpd server vsftpd "$tmp/vsftpd.conf"
}

directory_server() {
	mkdir -p "$tmp/ldap"
	cat >"$tmp/slapd.conf" <<-END
		include /etc/ldap/schema/core.schema
		modulepath /usr/lib/ldap
		moduleload back_mdb
		pidfile $tmp/slapd.pid
		TLSCACertificateFile $tmp/authorities.pem
		TLSCertificateFile $tmp/rsa.pem
		TLSCertificateKeyFile $tmp/rsa.key
		database mdb
		suffix "dc=example,dc=test"
		rootdn "cn=admin,dc=example,dc=test"
		rootpw opensesame
		directory $tmp/ldap
		access to * by * read
	END
	printf 'dn: dc=example,dc=test\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: Example Test\n' |
		slapadd -f "$tmp/slapd.conf" >/dev/null 2>&1
	background slapd server slapd -d 0 -f "$tmp/slapd.conf" -h 'ldap://0.0.0.0:389 ldaps://0.0.0.0:636'
}

chat_server() {
	mkdir -p "$tmp/prosody"
	cat >"$tmp/prosody.lua" <<-END
		run_as_root = true
		daemonize = false
		pidfile = "$tmp/prosody.pid"
		data_path = "$tmp/prosody"
		interfaces = { "*" }
		log = { { levels = { min = "info" }, to = "console" } }
		modules_enabled = { "roster", "saslauth", "tls", "disco" }
		modules_disabled = { "s2s_auth_certs" }
		authentication = "internal_plain"
		VirtualHost "xmpp.example.test"
			ssl = { certificate = "$tmp/rsa.chain", key = "$tmp/rsa.key" }
	END
	background prosody server prosody -F --config "$tmp/prosody.lua"
}

databases() {
	local bin; bin=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
	install -d -o postgres "$tmp/postgres"
	setpriv --reuid postgres --regid postgres --init-groups "$bin/initdb" -D "$tmp/postgres" -A trust >/dev/null 2>&1
	install -o postgres -m 600 "$tmp/rsa.key" "$tmp/postgres/server.key"
	install -o postgres "$tmp/rsa.chain" "$tmp/postgres/server.crt"
	echo 'host all all 0.0.0.0/0 trust' >>"$tmp/postgres/pg_hba.conf"
	background postgres server setpriv --reuid postgres --regid postgres --init-groups "$bin/postgres" -D "$tmp/postgres" \
		-h 0.0.0.0 -k "$tmp/postgres" -c ssl=on
	install -d -o mysql "$tmp/mysql"
	install -o mysql -m 600 "$tmp/rsa.key" "$tmp/mysql.key"
	mariadb-install-db --no-defaults --user=mysql --datadir="$tmp/mysql" --skip-test-db >/dev/null 2>&1
	echo "CREATE USER someone@'%' IDENTIFIED BY 'opensesame';" >"$tmp/users.sql"
	background mariadb server mariadbd --no-defaults --user=mysql --datadir="$tmp/mysql" --socket="$tmp/mysql/socket" \
		--pid-file="$tmp/mysql/pid" --bind-address=0.0.0.0 --ssl-cert="$tmp/rsa.chain" --ssl-key="$tmp/mysql.key" \
		--init-file="$tmp/users.sql"
}

take_starttls() {
	local port server
	certificates; pair
	server=${address4[server]}
	chmod 711 "$tmp" # for the servers that are not root
	hosts www.example.test
	mkdir -p "/etc/netns/${prefix}server"
	echo '127.0.0.1 localhost www.example.test example.test' >"/etc/netns/${prefix}server/hosts"
	web_server server
	mail_servers; file_server; directory_server; chat_server; databases
	printf 'Port 8888\nTimeout 60\nMaxClients 10\nLogFile "%s/tinyproxy.log"\n' "$tmp" >"$tmp/tinyproxy.conf"
	background tinyproxy server tinyproxy -d -c "$tmp/tinyproxy.conf"
	background microsocks server microsocks -p 1080
	for port in 143 110 25 587 21 389 5222 5269 5432 3306 8888 1080; do until_true listens server $port; done
	printf 'From: someone@example.test\r\nTo: root@example.test\r\nSubject: flows\r\n\r\nHello.\r\n' >"$tmp/message"

	record starttls.pcap client eth0 tcp
	begin_tls smtp 25
	begin_tls smtp 587
	begin_tls imap 143
	begin_tls pop3 110
	begin_tls ftp 21
	begin_tls ldap 389
	begin_tls xmpp 5222 -name xmpp.example.test
	begin_tls xmpp-server 5269 -name xmpp.example.test
	begin_tls postgres 5432
	begin_tls mysql 3306
	# The same by the protocols' own clients: by TLS that begins later, in clear text, and by TLS from the start.
	local mail=(--mail-from someone@example.test --mail-rcpt root@example.test -T "$tmp/message")
	fetch --cacert "$tmp/ca.pem" --ssl-reqd "${mail[@]}" smtp://www.example.test/client.example.test
	fetch "${mail[@]}" smtp://www.example.test/client.example.test
	fetch --cacert "$tmp/ca.pem" "${mail[@]}" smtps://www.example.test/client.example.test
	for port in imap pop3; do
		fetch --cacert "$tmp/ca.pem" --ssl-reqd -u someone:opensesame "$port://www.example.test/"
		fetch -u someone:opensesame "$port://www.example.test/"
		fetch --cacert "$tmp/ca.pem" -u someone:opensesame "${port}s://www.example.test/"
	done
	fetch --cacert "$tmp/ca.pem" --ssl-reqd ftp://www.example.test/small
	fetch ftp://www.example.test/small
	fetch -P - ftp://www.example.test/small
	for port in '-ZZ -H ldap' '-H ldap' '-H ldaps'; do
		# shellcheck disable=SC2086 # options and their value
		in_ns client env LDAPTLS_CACERT="$tmp/ca.pem" ldapsearch -x $port://www.example.test -b dc=example,dc=test >/dev/null
	done
	for port in require disable; do
		in_ns client env PGSSLMODE=$port psql -qAt -h www.example.test -U postgres -c 'SELECT generate_series(1, 100)' >/dev/null
	done
	in_ns client mariadb --no-defaults -h www.example.test -u someone -popensesame --ssl-ca="$tmp/ca.pem" -e 'SELECT 1' >/dev/null
	in_ns client mariadb --no-defaults -h www.example.test -u someone -popensesame --skip-ssl -e 'SELECT 1' >/dev/null
	# TLS inside tunnels of proxies.
	fetch -x "http://$server:8888" --cacert "$tmp/ca.pem" --tlsv1.3 https://www.example.test/small
	fetch -x "http://$server:8888" --cacert "$tmp/ca.pem" --tls-max 1.2 https://www.example.test/small
	fetch --socks5 "$server:1080" --cacert "$tmp/ca.pem" --tls-max 1.2 https://www.example.test/small
	fetch --socks5-hostname "$server:1080" --cacert "$tmp/ca.pem" https://www.example.test/small
	recorded starttls.pcap 'tcp.port==25 && tls.handshake.type==1' 'tcp.port==587 && tls.handshake.type==1' \
		'tcp.port==143 && tls.handshake.type==1' 'tcp.port==110 && tls.handshake.type==1' 'tcp.port==21 && tls.handshake.type==1' \
		'tcp.port==389 && tls.handshake.type==1' 'tcp.port==5222 && tls.handshake.type==1' 'tcp.port==5269 && tls.handshake.type==1' \
		'tcp.port==5432 && tls.handshake.type==1' 'tcp.port==3306 && tls.handshake.type==1' 'tcp.port==8888 && tls.handshake.type==1' \
		'tcp.port==1080 && tls.handshake.type==1' 'imap.request' 'pop.request' 'smtp.req.command=="MAIL"' 'ftp.request.command=="RETR"' \
		'ldap.searchRequest_element' 'pgsql.query' 'mysql.query' 'xmpp'
	end_scene
}

# dtls_server PORT OPTION...: openssl s_server, with an input that does not end.
dtls_server() {
	local port=$1; shift
	background "dtls-$port" server sh -c "tail -f /dev/null | openssl s_server -accept $port -cert '$tmp/rsa.pem' -cert_chain '$tmp/middle.pem' \\
		-key '$tmp/rsa.key' $*"
}

# dtls_client PORT OPTION...: a line by DTLS. Its failures are part of the recording.
dtls_client() {
	local port=$1; shift
	(sleep 0.4; echo 'a line by datagrams'; sleep 0.3; echo Q; sleep 0.2) | in_ns client timeout 4 openssl s_client \
		-connect "${to:-${address4[server]}}:$port" -CAfile "$tmp/ca.pem" "$@" >>"$tmp/dtls.log" 2>&1 || true
}

take_dtls() {
	local port
	certificates; pair
	dtls_server 4461 -dtls1_2 -mtu 1400
	dtls_server 4462 -dtls1 -mtu 1400 -cipher "$old"
	dtls_server 4463 -dtls1_2 -mtu 300
	dtls_server 4464 -dtls1_2 -mtu 1400 -listen
	dtls_server 4465 -dtls1_2 -mtu 1400 -Verify 3 -CAfile "$tmp/ca.pem"
	dtls_server 4466 -dtls1_2 -mtu 1400 -use_srtp SRTP_AES128_CM_SHA1_80 -alpn webrtc
	dtls_server 4467 -dtls1_2 -mtu 1400 -nocert -psk 00112233445566778899aabbccddeeff -cipher PSK-AES128-GCM-SHA256
	dtls_server 4468 -dtls1_2 -mtu 1400 -cipher ECDHE-RSA-AES256-GCM-SHA384
	for ((port = 4461; port <= 4468; port++)); do until_true listens server $port; done
	record dtls.pcap client eth0 udp
	dtls_client 4461 -dtls1_2 -servername dtls12.example.test
	dtls_client 4461 -dtls1_2 -mtu 300 -servername longhello.example.test -alpn "$(seq -s , -f 'protocol-%g.example.test' 1 30)"
	dtls_client 4462 -dtls1 -cipher "$old" -servername dtls10.example.test
	dtls_client 4463 -dtls1_2 -mtu 300 -servername fragments.example.test
	dtls_client 4464 -dtls1_2 -servername cookie.example.test
	dtls_client 4465 -dtls1_2 -cert "$tmp/client.pem" -key "$tmp/client.key" -cert_chain "$tmp/middle.pem" -mtu 1400 \
		-servername client.example.test
	dtls_client 4466 -dtls1_2 -use_srtp SRTP_AES128_CM_SHA1_80 -alpn webrtc -servername srtp.example.test
	dtls_client 4467 -dtls1_2 -psk 00112233445566778899aabbccddeeff -servername psk.example.test
	dtls_client 4468 -dtls1_2 -cipher AES128-SHA -servername nocipher.example.test
	to="[${address6[server]}]" dtls_client 4461 -dtls1_2 -servername dtls12-ipv6.example.test
	dtls_client 4461 -dtls1_2 -sess_out "$tmp/dtls-session" -servername resume.example.test
	dtls_client 4461 -dtls1_2 -sess_in "$tmp/dtls-session" -servername resume.example.test
	recorded dtls.pcap 'dtls.handshake.type==1 && dtls.handshake.version==0xfefd' 'dtls.handshake.version==0xfeff && dtls.handshake.type==2' \
		'dtls.handshake.type==3' 'dtls.handshake.fragment_offset>0' 'dtls.handshake.cookie_length>0' 'dtls.handshake.type==13' \
		'dtls.use_srtp.protection_profile' 'dtls.handshake.type==11' 'dtls.alert_message.desc==40' 'ipv6 && dtls' 'dtls.record.content_type==23'
	end_scene
}
