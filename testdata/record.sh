#!/bin/bash
# Records the captures of this folder: real programs that talk in network namespaces of this machine.
# Usage: record.sh [FOLDER [CAPTURE...]]   (as root, on Debian)
# FOLDER is where the captures go (default: the script's own); CAPTURE is a name of the list below
# (default: all). A capture in FOLDER is replaced only when its recording succeeded.
set -euo pipefail

self=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
here=$self/record
out=${1:-$self}
shift $(($# > 0 ? 1 : 0))
prefix=rec$$-
captures=(web copies ssh udp fragments ipv4_options ipv6_ext nanosecond snaplen any loopback raw pcapng
	vlan qinq mpls gre gretap erspan vxlan geneve ipip sit ip6tnl srv6 gtp sctp pppoe l2tp
	tls quic http dns utls tor ssh2 starttls dtls proxies ssdp memcached openvpn tinc wireguard ike
	modbus coap redis mongodb cassandra drda sql
	mqtt amqp kafka nats zeromq stomp openwire gearman
	snmp ntp radius kerberos syslog dhcp ipmi agents exports
	smb nfs tftp rsync git ftp vnc rdp terminals x11
	irc nntp mail xmpp
	sip baresip turn mgcp webrtc rtmp streams icecast mumble bittorrent syncthing
	routing frr keepalived ptp openflow multicast mapping
	thrift grpc soap corba rmi ajp fastcgi smpp fix diameter rtps z3950
	pptp wsd web_carried whois uftp rx bitcoin ethereum raknet dcerpc teredo openconnect
	opcua s7 iec104 dnp3 bacnet enip knx ads synchrophasor hl7 dicom)

# shellcheck source-path=SCRIPTDIR source=record/lib.sh
. "$here/lib.sh"
# shellcheck source-path=SCRIPTDIR source=record/brokers.sh
. "$here/brokers.sh"
# shellcheck source-path=SCRIPTDIR source=record/calls.sh
. "$here/calls.sh"
# shellcheck source-path=SCRIPTDIR source=record/databases.sh
. "$here/databases.sh"
# shellcheck source-path=SCRIPTDIR source=record/dns.sh
. "$here/dns.sh"
# shellcheck source-path=SCRIPTDIR source=record/files.sh
. "$here/files.sh"
# shellcheck source-path=SCRIPTDIR source=record/http.sh
. "$here/http.sh"
# shellcheck source-path=SCRIPTDIR source=record/industry.sh
. "$here/industry.sh"
# shellcheck source-path=SCRIPTDIR source=record/memcached.sh
. "$here/memcached.sh"
# shellcheck source-path=SCRIPTDIR source=record/messages.sh
. "$here/messages.sh"
# shellcheck source-path=SCRIPTDIR source=record/others.sh
. "$here/others.sh"
# shellcheck source-path=SCRIPTDIR source=record/peers.sh
. "$here/peers.sh"
# shellcheck source-path=SCRIPTDIR source=record/plain.sh
. "$here/plain.sh"
# shellcheck source-path=SCRIPTDIR source=record/proxies.sh
. "$here/proxies.sh"
# shellcheck source-path=SCRIPTDIR source=record/remote.sh
. "$here/remote.sh"
# shellcheck source-path=SCRIPTDIR source=record/routers.sh
. "$here/routers.sh"
# shellcheck source-path=SCRIPTDIR source=record/services.sh
. "$here/services.sh"
# shellcheck source-path=SCRIPTDIR source=record/ssh.sh
. "$here/ssh.sh"
# shellcheck source-path=SCRIPTDIR source=record/starttls.sh
. "$here/starttls.sh"
# shellcheck source-path=SCRIPTDIR source=record/things.sh
. "$here/things.sh"
# shellcheck source-path=SCRIPTDIR source=record/tls.sh
. "$here/tls.sh"
# shellcheck source-path=SCRIPTDIR source=record/tor.sh
. "$here/tor.sh"
# shellcheck source-path=SCRIPTDIR source=record/tunnel.sh
. "$here/tunnel.sh"
# shellcheck source-path=SCRIPTDIR source=record/voice.sh
. "$here/voice.sh"
# shellcheck source-path=SCRIPTDIR source=record/vpn.sh
. "$here/vpn.sh"

# install_missing: every program the captures need, by its Debian package.
install_missing() {
	local program package missing=()
	while read -r program package; do
		command -v "$program" >/dev/null || missing+=("$package")
	done <<-END
		tcpdump tcpdump
		tshark tshark
		dumpcap wireshark-common
		ip iproute2
		ethtool ethtool
		curl curl
		nginx nginx-light
		dig dnsutils
		dnsmasq dnsmasq-base
		sshd openssh-server
		ssh openssh-client
		ping iputils-ping
		openssl openssl
		socat socat
		python3 python3
		gzip gzip
		zstd zstd
		ovs-vswitchd openvswitch-switch
		osmo-ggsn osmo-ggsn
		pppoe pppoe
		xl2tpd xl2tpd
		gcc gcc
		gnutls-cli gnutls-bin
		chromium-headless-shell chromium-headless-shell
		firefox-esr firefox-esr
		certutil libnss3-tools
		tinyproxy tinyproxy
		microsocks microsocks
		nghttp nghttp2-client
		nghttpd nghttp2-server
		nghttpx nghttp2-proxy
		wget wget
		named bind9
		unbound unbound
		kdig knot-dnsutils
		avahi-daemon avahi-daemon
		llmnrd llmnrd
		tor tor
		obfs4proxy obfs4proxy
		dropbear dropbear-bin
		dovecot dovecot-imapd
		/usr/lib/dovecot/pop3 dovecot-pop3d
		aiosmtpd python3-aiosmtpd
		vsftpd vsftpd
		psql postgresql
		mariadbd mariadb-server
		slapd slapd
		ldapsearch ldap-utils
		prosody prosody
		haproxy haproxy
		danted dante-server
		minidlnad minidlna
		gssdp-discover gupnp-tools
		upnpc miniupnpc
		memcached memcached
		openvpn openvpn
		tincd tinc
		wg wireguard-tools
		swanctl strongswan-swanctl
		coap-client-notls libcoap3-bin
		mbpoll mbpoll
	END
	[[ -e /usr/include/usrsctp.h ]] || missing+=(libusrsctp-dev)
	[[ -e /usr/lib/python3/dist-packages/websockets ]] || missing+=(python3-websockets)
	[[ -e /usr/lib/python3/dist-packages/zeroconf ]] || missing+=(python3-zeroconf)
	[[ -e /usr/lib/python3/dist-packages/paramiko ]] || missing+=(python3-paramiko)
	[[ -e /usr/lib/python3/dist-packages/pymemcache ]] || missing+=(python3-pymemcache)
	[[ -e /usr/lib/python3/dist-packages/pylibmc ]] || missing+=(python3-pylibmc)
	[[ -e /usr/lib/ipsec/charon ]] || missing+=(strongswan-charon)
	[[ -e /usr/lib/python3/dist-packages/pymodbus ]] || missing+=(python3-pymodbus python3-serial-asyncio)
	((${#missing[@]})) || return 0
	apt-get update -q >/dev/null
	DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "${missing[@]}" >/dev/null
}

# versions: the programs' versions, one a line.
versions() {
	local package
	echo "linux $(uname -r)"
	for package in tcpdump libpcap0.8 tshark iproute2 ethtool curl nginx-light bind9-dnsutils dnsmasq-base \
		openssh-server openssh-client iputils-ping openssl socat zstd openvswitch-switch osmo-ggsn \
		libusrsctp2 pppoe xl2tpd gnutls-bin chromium-headless-shell firefox-esr tinyproxy microsocks \
		nghttp2-client nghttp2-server nghttp2-proxy wget python3-websockets bind9 unbound knot-dnsutils \
		python3-zeroconf avahi-daemon llmnrd tor obfs4proxy dropbear-bin python3-paramiko \
		dovecot-imapd python3-aiosmtpd vsftpd postgresql-15 mariadb-server slapd prosody haproxy dante-server minidlna gupnp-tools \
		miniupnpc memcached python3-pymemcache python3-pylibmc openvpn tinc wireguard-tools strongswan-charon libcoap3-bin mbpoll \
		python3-pymodbus; do
		dpkg-query -W -f '${Package} ${Version}\n' "$package" 2>/dev/null || true
	done
	for package in $(sed -n 's/^\tneed //p' "$here"/*.sh | tr ' ' '\n' | sort -u); do
		dpkg-query -W -f '${Package} ${Version}\n' "$package" 2>/dev/null || true
	done
	sed -n 's/^\t\(pypi\|npm_packages\|maven\|GOBIN=[^ ]* go install\) //p' "$here"/*.sh | tr ' ' '\n' | grep '[^-]' | grep -v '^--' | sort -u
	python3 -V
	go version
	(cd "$here/peer" && go list -m github.com/quic-go/quic-go github.com/refraction-networking/utls)
}

finish() {
	end_scene
	[[ -z ${RECORD_KEEP:-} ]] || cp -r "$tmp" "$RECORD_KEEP" # to look into what failed
	rm -rf "$tmp"
}

((EUID == 0)) || { echo "record: root is needed" >&2; exit 1; }
mkdir -p "$out"
out=$(cd "$out" && pwd)
install_missing
tmp=$(mktemp -d)
trap finish EXIT
trap 'exit 130' INT TERM
chosen=("$@")
((${#chosen[@]})) || chosen=("${captures[@]}")
for capture in "${chosen[@]}"; do
	"take_$capture"
done
versions >"$out/.versions.$$"
mv -f "$out/.versions.$$" "$out/versions.txt"
