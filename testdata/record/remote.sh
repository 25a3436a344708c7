# Sourced by record.sh: captures of desktops and terminals of other machines.
# shellcheck shell=bash

# take_vnc: RFB of TigerVNC and x11vnc, with a password, with TLS and with none, on the port of VNC and on others.
take_vnc() {
	need tigervnc-standalone-server tigervnc-tools x11vnc xvfb
	pypi vncdotool==1.2.0
	pair
	printf 'opensesame\n' | tigervncpasswd -f >"$tmp/vncpasswd"
	background vnc1 server Xtigervnc :41 -geometry 160x120 -depth 16 -rfbport 5900 -SecurityTypes VncAuth -PasswordFile "$tmp/vncpasswd" -localhost=0
	background vnc2 server Xtigervnc :42 -geometry 160x120 -depth 16 -rfbport 15900 -SecurityTypes None -localhost=0
	background vnc3 server Xtigervnc :43 -geometry 160x120 -depth 16 -rfbport 5901 -SecurityTypes TLSNone,X509None -localhost=0
	for port in 5900 15900 5901; do until_true listens server $port; done
	background x11vnc server x11vnc -display :42 -rfbport 25900 -nopw -quiet -forever
	until_true listens server 25900
	record vnc.pcap client eth0 tcp
	talk "$tmp/venv/bin/vncdo" -s "${address4[server]}::5900" -p opensesame capture "$tmp/screen.png"
	talk "$tmp/venv/bin/vncdo" -s "${address4[server]}::5900" -p wrong capture "$tmp/screen.png"
	talk "$tmp/venv/bin/vncdo" -s "${address4[server]}::15900" key a
	talk "$tmp/venv/bin/vncdo" -s "${address4[server]}::25900" key a
	background viewer-screen client Xvfb :44 -screen 0 320x240x16
	sleep 1
	talk env DISPLAY=:44 timeout 3 xtigervncviewer "${address4[server]}::5901"
	recorded vnc.pcap 'tcp.port==5900 && frame contains "RFB 003"' 'tcp.port==15900 && frame contains "RFB 003"' 'tcp.port==25900 && frame contains "RFB 003"'
	end_scene
}

# take_rdp: FreeRDP against xrdp, by TLS and by RDP's own security, refused, on the port of RDP and on another one.
take_rdp() {
	need xrdp freerdp2-x11 xvfb
	local port
	pair
	certificate
	for port in 3389 13389; do
		sed -e "s/^port=.*/port=$port/" -e "s#^certificate=.*#certificate=$tmp/www.pem#" -e "s#^key_file=.*#key_file=$tmp/www.key#" \
			-e 's/^security_layer=.*/security_layer=negotiate/' /etc/xrdp/xrdp.ini >"$tmp/xrdp$port.ini"
		background xrdp$port server xrdp --nodaemon --config "$tmp/xrdp$port.ini"
		until_true listens server $port
	done
	background screen client Xvfb :45 -screen 0 320x240x16
	sleep 1
	record rdp.pcap client eth0 tcp
	for port in 3389 13389; do
		for security in tls rdp; do
			talk env DISPLAY=:45 timeout 4 xfreerdp /v:"${address4[server]}:$port" /sec:$security /cert:ignore /u:someone /p:wrong /size:160x120 /bpp:8
		done
		talk env DISPLAY=:45 timeout 4 xfreerdp /v:"${address4[server]}:$port" /sec:nla /cert:ignore /u:someone /p:wrong
	done
	recorded rdp.pcap 'tcp.port==3389 && frame contains "mstshash"' 'tcp.port==13389 && frame contains "mstshash"'
	end_scene
}

# take_terminals: Telnet, rsh and rlogin, Telnet on another port too.
take_terminals() {
	need inetutils-telnetd inetutils-telnet rsh-redone-server rsh-redone-client socat bsdutils
	pair
	hosts www.example.test
	mkdir -p "/etc/netns/${prefix}server"
	echo "${address4[client]} client.example.test" >"/etc/netns/${prefix}server/hosts"
	background telnet23 server socat TCP-LISTEN:23,fork,reuseaddr EXEC:'/usr/sbin/telnetd -E /bin/cat',nofork
	background telnet2323 server socat TCP-LISTEN:2323,fork,reuseaddr EXEC:'/usr/sbin/telnetd -E /bin/cat',nofork
	background rsh server socat TCP-LISTEN:514,fork,reuseaddr EXEC:/usr/sbin/in.rshd,nofork
	background rlogin server socat TCP-LISTEN:513,fork,reuseaddr EXEC:/usr/sbin/in.rlogind,nofork
	for port in 23 2323 514 513; do until_true listens server $port; done
	record terminals.pcap client eth0 tcp
	for port in 23 2323; do
		(sleep 1; printf 'hello\r\n'; sleep 1) | talk inetutils-telnet "${address4[server]}" $port
	done
	talk rsh-redone-rsh -l nobody www.example.test date
	talk timeout 3 script -qc 'rsh-redone-rlogin -l nobody www.example.test' /dev/null
	recorded terminals.pcap 'tcp.port==23 && telnet' 'tcp.port==2323 && frame contains ff:fd' 'tcp.port==514 && frame contains "date"' 'tcp.port==513 && tcp.len>0'
	end_scene
}

# take_x11: a client of the X Window System, and a terminal that asks a display manager for a login by XDMCP.
take_x11() {
	need xvfb x11-utils x11-xserver-utils xdm
	pair
	background x11 server Xvfb :0 -screen 0 160x120x16 -listen tcp -ac
	until_true listens server 6000
	mkdir -p "$tmp/xdm"
	printf '*\n' >"$tmp/xdm/Xaccess"
	printf 'DisplayManager.requestPort: 177\nDisplayManager.pidFile: %s/xdm/pid\nDisplayManager.errorLogFile: %s/xdm/log\nDisplayManager.accessFile: %s/xdm/Xaccess\nDisplayManager.servers:\nDisplayManager.authDir: %s/xdm\n' \
		"$tmp" "$tmp" "$tmp" "$tmp" >"$tmp/xdm/config"
	background xdm server xdm -nodaemon -config "$tmp/xdm/config"
	until_true listens server 177
	record x11.pcap client eth0
	talk env DISPLAY="${address4[server]}:0" xset q
	talk timeout 5 Xvfb :7 -screen 0 160x120x16 -listen tcp -query "${address4[server]}" -from "${address4[client]}"
	recorded x11.pcap 'tcp.port==6000' 'udp.port==177'
	end_scene
}
