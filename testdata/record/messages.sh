# Sourced by record.sh: captures of mail, news and chat on ports that are not theirs, and by other programs.
# shellcheck shell=bash

# take_irc: two clients of ngIRCd in a channel, on the port of IRC and on another one, a refused nickname.
take_irc() {
	need ngircd
	local port
	pair
	printf '[Global]\n\tName = irc.example.test\n\tPorts = 6667, 16667\n\tListen = 0.0.0.0\n\tServerUID = root\n\tServerGID = root\n\tMotdPhrase = "Hello"\n\tAdminEMail = someone@example.test\n[Options]\n\tDNS = no\n\tIdent = no\n\tPAM = no\n' >"$tmp/ngircd.conf"
	background ngircd server ngircd -n -f "$tmp/ngircd.conf"
	until_true listens server 16667
	record irc.pcap client eth0 tcp
	for port in 6667 16667; do
		(printf 'NICK one\r\nUSER one 0 * :One\r\n'; sleep 0.5; printf 'JOIN #flows\r\n'; sleep 1.5; printf 'QUIT :bye\r\n'; sleep 0.3) |
			talk socat - "TCP:${address4[server]}:$port" &
		sleep 0.7
		(printf 'CAP LS 302\r\nNICK one\r\n'; sleep 0.2; printf 'NICK two\r\nUSER two 0 * :Two\r\nCAP END\r\n'; sleep 0.4
			printf 'JOIN #flows\r\nPRIVMSG #flows :hello\r\nPING 1\r\n'; sleep 0.3; printf 'QUIT\r\n'; sleep 0.2) | talk socat - "TCP:${address4[server]}:$port"
		wait $! || true
	done
	recorded irc.pcap 'tcp.port==6667 && irc' 'tcp.port==16667 && frame contains "PRIVMSG"'
	end_scene
}

# take_nntp: groups listed and an article offered, on the port of NNTP and on another one.
take_nntp() {
	need sn
	local port
	pair
	mkdir -p "$tmp/news"
	export SNROOT=$tmp/news
	chmod 711 "$tmp"
	/usr/sbin/snnewgroup -d "$tmp/news" >/dev/null 2>&1 || true
	/usr/sbin/snnewgroup flows.test >/dev/null 2>&1 || true
	touch "$tmp/news/.me"; echo news.example.test >"$tmp/news/.me"
	for port in 119 10119; do
		background nntp$port server socat TCP-LISTEN:$port,fork,reuseaddr EXEC:"/usr/sbin/snntpd -P"
		until_true listens server $port
	done
	record nntp.pcap client eth0 tcp
	for port in 119 10119; do talk /usr/bin/python3 -W ignore "$here/chat.py" nntp "${address4[server]}" $port; done
	unset SNROOT
	recorded nntp.pcap 'tcp.port==119 && nntp' 'tcp.port==10119'
	end_scene
}

# take_mail: Exim and Dovecot on ports that are not theirs.
take_mail() {
	need exim4-daemon-light swaks dovecot-imapd dovecot-pop3d
	local port
	pair
	certificate
	mkdir -p "$tmp/dovecot2/run" "$tmp/dovecot2/state" "$tmp/mail2"
	chmod 711 "$tmp"; chown mail:mail "$tmp/mail2"
	cat >"$tmp/exim.conf" <<-END
		primary_hostname = mail.example.test
		spool_directory = $tmp/exim
		log_file_path = $tmp/exim.%slog
		exim_user = root
		exim_group = root
		never_users =
		daemon_smtp_ports = 25 : 10025
		local_interfaces = 0.0.0.0
		tls_advertise_hosts = *
		tls_certificate = $tmp/www.pem
		tls_privatekey = $tmp/www.key
		acl_smtp_rcpt = accept
		begin acl
		accept:
		  deny recipients = nobody@example.test
		  accept
		begin routers
		all:
		  driver = accept
		  transport = none
		begin transports
		none:
		  driver = appendfile
		  file = /dev/null
		  user = root
	END
	mkdir -p "$tmp/exim"
	background exim server exim4 -bdf -C "$tmp/exim.conf"
	cat >"$tmp/dovecot2.conf" <<-END
		base_dir = $tmp/dovecot2/run
		state_dir = $tmp/dovecot2/state
		log_path = /dev/stderr
		protocols = imap pop3
		listen = *
		ssl = no
		disable_plaintext_auth = no
		mail_location = maildir:$tmp/mail2/%u
		first_valid_uid = 1
		passdb {
			driver = static
			args = password=opensesame
		}
		userdb {
			driver = static
			args = uid=mail gid=mail home=$tmp/mail2/%u
		}
		service imap-login {
			inet_listener imap {
				port = 10143
			}
		}
		service pop3-login {
			inet_listener pop3 {
				port = 10110
			}
		}
	END
	background dovecot2 server dovecot -F -c "$tmp/dovecot2.conf"
	for port in 25 10025 10143 10110; do until_true listens server $port; done
	record mail.pcap client eth0 tcp
	for port in 25 10025; do
		talk swaks --server "${address4[server]}" --port $port --from someone@example.test --to root@example.test
		talk swaks --server "${address4[server]}" --port $port --from someone@example.test --to nobody@example.test --helo client
		talk swaks --server "${address4[server]}" --port $port --from someone@example.test --to root@example.test -tls
	done
	talk curl -sm 10 -u someone:opensesame "imap://${address4[server]}:10143/" -X 'SELECT INBOX'
	talk curl -sm 10 -u someone:wrong "imap://${address4[server]}:10143/"
	talk curl -sm 10 -u someone:opensesame "pop3://${address4[server]}:10110/"
	talk curl -sm 10 -u someone:wrong "pop3://${address4[server]}:10110/"
	recorded mail.pcap 'tcp.port==25 && smtp' 'tcp.port==10025 && frame contains "EHLO"' 'tcp.port==10143 && frame contains "CAPABILITY"' 'tcp.port==10110 && frame contains "+OK"'
	end_scene
}

# take_xmpp: a client of XMPP and the same on another port.
take_xmpp() {
	need prosody
	pypi slixmpp==1.8.5
	pair
	mkdir -p "$tmp/prosody2"
	cat >"$tmp/prosody2.lua" <<-END
		run_as_root = true
		daemonize = false
		pidfile = "$tmp/prosody2.pid"
		data_path = "$tmp/prosody2"
		interfaces = { "*" }
		c2s_ports = { 5222, 15222 }
		log = { { levels = { min = "info" }, to = "console" } }
		modules_enabled = { "roster", "saslauth", "disco", "ping", "register" }
		allow_registration = true
		allow_unencrypted_plain_auth = true
		c2s_require_encryption = false
		authentication = "internal_plain"
		VirtualHost "xmpp.example.test"
	END
	prosodyctl --config "$tmp/prosody2.lua" register someone xmpp.example.test opensesame >/dev/null 2>&1 || true
	background prosody2 server prosody -F --config "$tmp/prosody2.lua"
	until_true listens server 15222
	record xmpp.pcap client eth0 tcp
	for port in 5222 15222; do talk "$tmp/venv/bin/python" -P "$here/chat.py" xmpp "${address4[server]}" $port; done
	recorded xmpp.pcap 'tcp.port==5222 && frame contains "jabber:client"' 'tcp.port==15222 && frame contains "jabber:client"' 'frame contains "hello"'
	end_scene
}
