# Sourced by record.sh: captures of SSH by several programs and choices.
# shellcheck shell=bash

take_ssh2() {
	local port options=(-F /dev/null -i "$tmp/user_key" -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no
		-o LogLevel=ERROR -o BatchMode=yes)
	peer; pair
	mkdir -p /run/sshd "$tmp/midstream"
	ssh-keygen -q -t ed25519 -N '' -C host -f "$tmp/host_ed25519"
	ssh-keygen -q -t rsa -b 2048 -N '' -C host -f "$tmp/host_rsa"
	ssh-keygen -q -t ecdsa -N '' -C host -f "$tmp/host_ecdsa"
	ssh-keygen -q -t ed25519 -N '' -C user -f "$tmp/user_key"
	ssh-keygen -q -t ed25519 -N '' -C stranger -f "$tmp/stranger_key"
	dropbearkey -t ed25519 -f "$tmp/dropbear_host" >/dev/null 2>&1
	dropbearconvert openssh dropbear "$tmp/user_key" "$tmp/user_dropbear" 2>/dev/null
	mkdir -p "$tmp/home/.ssh"
	cp "$tmp/user_key.pub" "$tmp/home/.ssh/authorized_keys"
	chmod 700 "$tmp/home" "$tmp/home/.ssh"
	printf 'Example Test: this is no public service.\n' >"$tmp/banner"
	local common=(-D -e -f /dev/null -h "$tmp/host_ed25519" -h "$tmp/host_rsa" -h "$tmp/host_ecdsa" -o UsePAM=no -o PidFile=none
		-o StrictModes=no -o PermitRootLogin=prohibit-password -o AuthorizedKeysFile="$tmp/user_key.pub"
		-o 'Subsystem=sftp internal-sftp')
	background sshd server "$(command -v sshd)" "${common[@]}" -p 22 -p 2201 -p 2203 -p 2206 -p 2211 -p 2212 -p 2213
	background sshd-old server "$(command -v sshd)" "${common[@]}" -p 2202 -p 2204 -p 2205 \
		-o KexAlgorithms=+diffie-hellman-group14-sha1,diffie-hellman-group1-sha1 -o HostKeyAlgorithms=+ssh-rsa \
		-o Ciphers=+aes128-cbc,3des-cbc -o MACs=+hmac-sha1,hmac-md5
	background sshd-banner server "$(command -v sshd)" "${common[@]}" -p 2208 -o VersionAddendum=Example-1 -o Banner="$tmp/banner"
	# Lines before the version, which RFC 4253 allows a server.
	printf '#!/bin/sh\nprintf "Welcome to example.test\\r\\nPlease wait\\r\\n"\nexec socat - TCP:127.0.0.1:22\n' >"$tmp/lines.sh"
	chmod 755 "$tmp/lines.sh"
	background sshd-lines server socat TCP-LISTEN:2207,fork,reuseaddr "EXEC:$tmp/lines.sh"
	# Dropbear reads the keys of the user's home: another home, in its own view of the file system.
	background dropbear server sh -c "mount --bind '$tmp/home' ~root &&
		exec dropbear -F -E -s -p 2209 -r '$tmp/dropbear_host' -P '$tmp/dropbear.pid'"
	for port in 22 2201 2202 2203 2204 2205 2206 2207 2208 2209 2211 2212 2213; do until_true listens server $port; done
	login() { in_ns client ssh "${options[@]}" "$@" 'seq 1 200' >/dev/null; }
	# A connection that is older than the recording.
	background ssh-master client ssh "${options[@]}" -M -S "$tmp/midstream/socket" -N -p 2213 "root@${address4[server]}"
	until_true test -S "$tmp/midstream/socket"

	record ssh2.pcap client eth0 tcp
	in_ns client ssh "${options[@]}" -S "$tmp/midstream/socket" -p 2213 "root@${address4[server]}" 'seq 1 2000' >/dev/null
	login "root@${address4[server]}"
	login "root@${address6[server]}"
	login -p 2201 -o KexAlgorithms=curve25519-sha256 -c chacha20-poly1305@openssh.com -C "root@${address4[server]}"
	login -p 2202 -o KexAlgorithms=diffie-hellman-group14-sha1 -c aes128-cbc -m hmac-sha1 "root@${address4[server]}"
	login -p 2203 -o KexAlgorithms=ecdh-sha2-nistp256 -c aes256-gcm@openssh.com -o HostKeyAlgorithms=ecdsa-sha2-nistp256 \
		"root@${address4[server]}"
	login -p 2204 -o KexAlgorithms=diffie-hellman-group-exchange-sha256 -c aes128-ctr -m umac-64@openssh.com "root@${address4[server]}"
	login -p 2205 -o KexAlgorithms=diffie-hellman-group1-sha1 -c 3des-cbc -m hmac-md5 -o HostKeyAlgorithms=ssh-rsa \
		"root@${address4[server]}"
	login -p 2206 -i "$tmp/stranger_key" -o IdentitiesOnly=yes "nobody@${address4[server]}" 2>/dev/null && return 1
	login -p 2206 -o KexAlgorithms=diffie-hellman-group14-sha1 "root@${address4[server]}" 2>/dev/null && return 1
	login -p 2207 "root@${address4[server]}"
	login -p 2208 "root@${address4[server]}" 2>/dev/null
	login -p 2209 "root@${address4[server]}"
	in_ns client dbclient -y -y -i "$tmp/user_dropbear" -p 2209 "root@${address4[server]}" 'seq 1 200' >/dev/null 2>&1
	in_ns client env HOME="$tmp/home" dbclient -y -y -i "$tmp/user_dropbear" "root@${address4[server]}" 'seq 1 200' >/dev/null 2>&1
	in_ns client /usr/bin/python3 "$here/paramiko_login.py" "${address4[server]}" 2211 "$tmp/user_key"
	in_ns client "$tmp/peer" ssh "${address4[server]}:2212" "$tmp/user_key"
	in_ns client scp -q "${options[@]}" "$tmp/host_rsa.pub" "root@${address4[server]}:$tmp/copied"
	in_ns client ssh-keyscan -t ed25519 "${address4[server]}" >/dev/null 2>&1
	fetch --http0.9 "http://${address4[server]}:22/" 2>/dev/null || true
	recorded ssh2.pcap 'tcp.port==2213 && tcp.len>0' 'ssh.protocol contains "OpenSSH"' 'tcp contains "SSH-2.0-dropbear"' \
		'tcp contains "SSH-2.0-paramiko"' 'tcp contains "SSH-2.0-Go"' 'ssh && ipv6' 'ssh.message_code==20' 'ssh.message_code==31' \
		'tcp.port==2207 && tcp contains "Please wait"' 'tcp.port==2208 && tcp contains "Example-1"' 'tcp.dstport==22 && tcp contains "GET / HTTP"'
	end_scene
}
