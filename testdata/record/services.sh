# Sourced by record.sh: captures of services of a network.
# shellcheck shell=bash

# take_snmp: versions 1, 2c and 3, with and without authentication and privacy, a trap and an inform, on the port of SNMP and on another one.
take_snmp() {
	need snmpd snmp snmptrapd
	local port
	pair
	mkdir -p "$tmp/snmp"
	cat >"$tmp/snmp/snmpd.conf" <<-END
		rocommunity public
		rocommunity6 public
		rwcommunity private
		createUser someone SHA opensesame AES opensesame
		rouser someone noauth
		sysLocation a rack
	END
	echo 'disableAuthorization yes' >"$tmp/snmp/snmptrapd.conf"
	for port in 161 20161; do
		background snmpd$port server env SNMP_PERSISTENT_DIR="$tmp/snmp/$port" snmpd -f -C -c "$tmp/snmp/snmpd.conf" -Lo "udp:$port" "udp6:$port"
	done
	background snmptrapd server snmptrapd -f -C -c "$tmp/snmp/snmptrapd.conf" -Lo
	for port in 161 20161 162; do until_true listens server $port; done
	sleep 1
	record snmp.pcap client eth0 udp
	for port in 161 20161; do
		talk snmpget -v 1 -c public "${address4[server]}:$port" 1.3.6.1.2.1.1.6.0
		talk snmpwalk -v 2c -c public "udp6:[${address6[server]}]:$port" 1.3.6.1.2.1.1
		talk snmpbulkget -v 2c -c public "${address4[server]}:$port" 1.3.6.1.2.1.2
		talk snmpset -v 2c -c private "${address4[server]}:$port" 1.3.6.1.2.1.1.5.0 s name
		talk snmpget -v 3 -u someone -l noAuthNoPriv "${address4[server]}:$port" 1.3.6.1.2.1.1.6.0
		talk snmpget -v 3 -u someone -l authNoPriv -a SHA -A opensesame "${address4[server]}:$port" 1.3.6.1.2.1.1.6.0
		talk snmpget -v 3 -u someone -l authPriv -a SHA -A opensesame -x AES -X opensesame "${address4[server]}:$port" 1.3.6.1.2.1.1.6.0
	done
	talk snmptrap -v 1 -c public "${address4[server]}" '' '' 0 0 ''
	talk snmptrap -v 2c -c public "${address4[server]}" '' 1.3.6.1.6.3.1.1.5.1
	talk snmpinform -v 2c -c public "${address4[server]}" '' 1.3.6.1.6.3.1.1.5.1
	recorded snmp.pcap 'snmp.version==0' 'snmp.version==1' 'snmp.msgVersion==3' 'udp.port==20161' 'udp.port==162' 'ipv6 && snmp'
	end_scene
}

# take_ntp: chrony and ntpdate, NTP versions 3 and 4, chrony's own commands.
take_ntp() {
	need chrony ntpsec-ntpdate
	pair
	printf 'local stratum 8\nallow\ncmdallow\nbindcmdaddress 0.0.0.0\nport 123\ndriftfile %s/drift\n' "$tmp" >"$tmp/chrony.conf"
	printf 'server %s iburst minpoll 0 maxpoll 0\nport 0\ncmdport 0\n' "${address4[server]}" >"$tmp/chrony2.conf"
	printf 'server %s version 3 iburst minpoll 0 maxpoll 0\nport 0\ncmdport 0\n' "${address4[server]}" >"$tmp/chrony3.conf"
	background chrony server chronyd -d -x -u root -f "$tmp/chrony.conf"
	until_true listens server 123
	record ntp.pcap client eth0 udp
	for port in 2 3; do talk timeout 4 chronyd -d -x -u root -Q -f "$tmp/chrony$port.conf"; done
	talk ntpdig -4 "${address4[server]}"
	talk chronyc -h "${address4[server]}" tracking
	recorded ntp.pcap 'ntp.flags.vn==4' 'ntp.flags.vn==3' 'ntp.flags.mode==4'
	end_scene
}

# take_radius: authentication by PAP and CHAP, a refusal, accounting, on the ports of RADIUS and on others.
take_radius() {
	need freeradius freeradius-utils
	local port
	pair
	chmod 711 "$tmp"
	for port in 1812 21812; do
		cp -r /etc/freeradius/3.0 "$tmp/radius$port"
		rm -f "$tmp/radius$port"/sites-enabled/* "$tmp/radius$port"/mods-enabled/eap "$tmp/radius$port"/mods-enabled/*eap*
		cat >"$tmp/radius$port/sites-enabled/small" <<-END
			server small {
				listen {
					type = auth
					ipaddr = *
					port = $port
				}
				listen {
					type = acct
					ipaddr = *
					port = $((port + 1))
				}
				authorize {
					chap
					files
					pap
				}
				authenticate {
					Auth-Type PAP {
						pap
					}
					Auth-Type CHAP {
						chap
					}
				}
				accounting {
					ok
				}
			}
		END
		printf 'client all {\n\tipaddr = 0.0.0.0/0\n\tsecret = testing123\n}\n' >"$tmp/radius$port/clients.conf"
		printf 'someone Cleartext-Password := "opensesame"\n\tReply-Message := "Hello, %%{User-Name}"\n' >"$tmp/radius$port/mods-config/files/authorize"
		chmod -R a+rX "$tmp/radius$port"
		background radius$port server freeradius -f -l stdout -d "$tmp/radius$port"
	done
	for port in 1812 21812; do until_true listens server $port; done
	record radius.pcap client eth0 udp
	for port in 1812 21812; do
		echo 'User-Name=someone,User-Password=opensesame,NAS-IP-Address=192.0.2.10' | talk radclient -x "${address4[server]}:$port" auth testing123
		echo 'User-Name=someone,CHAP-Password=opensesame' | talk radclient -x "${address4[server]}:$port" auth testing123
		echo 'User-Name=someone,User-Password=wrong' | talk radclient -x "${address4[server]}:$port" auth testing123
		echo 'Acct-Status-Type=Start,User-Name=someone,Acct-Session-Id=1' | talk radclient -x "${address4[server]}:$((port + 1))" acct testing123
	done
	recorded radius.pcap 'udp.port==1812 && radius.code==2' 'udp.port==1812 && radius.code==3' 'udp.port==1813' 'udp.port==21812' 'udp.port==21813'
	end_scene
}

# take_kerberos: a ticket by UDP and by TCP, a wrong password, a ticket for a service, a change of the password.
take_kerberos() {
	need krb5-kdc krb5-admin-server krb5-user
	local port
	pair
	mkdir -p "$tmp/krb"
	for port in 88 20088; do
		for limit in 1 1500; do
			cat >"$tmp/krb/krb5-$port-$limit.conf" <<-END
				[libdefaults]
					default_realm = EXAMPLE.TEST
					dns_lookup_kdc = false
					udp_preference_limit = $limit
				[realms]
					EXAMPLE.TEST = {
						kdc = ${address4[server]}:$port
						admin_server = ${address4[server]}
						kpasswd_server = ${address4[server]}
					}
			END
		done
	done
	cat >"$tmp/krb/kdc.conf" <<-END
		[kdcdefaults]
			kdc_ports = 88,20088
			kdc_tcp_ports = 88,20088
		[realms]
			EXAMPLE.TEST = {
				database_name = $tmp/krb/principal
				key_stash_file = $tmp/krb/stash
				acl_file = $tmp/krb/acl
				admin_keytab = $tmp/krb/keytab
			}
	END
	export KRB5_CONFIG="$tmp/krb/krb5-88-1500.conf" KRB5_KDC_PROFILE="$tmp/krb/kdc.conf"
	echo "*/admin *" >"$tmp/krb/acl"
	kdb5_util create -s -r EXAMPLE.TEST -P opensesame >/dev/null 2>&1
	kadmin.local -q 'addprinc -pw opensesame +requires_preauth someone' >/dev/null 2>&1
	kadmin.local -q 'addprinc -randkey HTTP/www.example.test' >/dev/null 2>&1
	background kdc server krb5kdc -n
	background kadmin server kadmind -nofork
	until_true listens server 88; until_true listens server 464
	record kerberos.pcap client eth0
	for port in 88-1500 88-1 20088-1500 20088-1; do
		export KRB5_CONFIG="$tmp/krb/krb5-$port.conf" KRB5CCNAME="FILE:$tmp/krb/cache"
		echo opensesame | talk kinit someone
		talk kvno HTTP/www.example.test
		echo wrong | talk kinit someone
	done
	printf 'opensesame\nopensesame2\nopensesame2\n' | talk kpasswd someone
	unset KRB5_CONFIG KRB5_KDC_PROFILE KRB5CCNAME
	recorded kerberos.pcap 'udp.port==88 && kerberos.msg_type==11' 'tcp.port==88 && kerberos' 'udp.port==20088' 'tcp.port==20088' 'tcp.port==464 || udp.port==464'
	end_scene
}

# take_syslog: logger by UDP and TCP, of both formats, on the ports of syslog and on others.
take_syslog() {
	need rsyslog bsdutils
	local port
	pair
	{
		echo 'module(load="imudp") module(load="imtcp")'
		for port in 514 20514; do echo "input(type=\"imudp\" port=\"$port\") input(type=\"imtcp\" port=\"$port\")"; done
		echo 'action(type="omfile" file="/dev/null")'
	} >"$tmp/rsyslog.conf"
	background rsyslog server rsyslogd -n -f "$tmp/rsyslog.conf" -i "$tmp/rsyslog.pid"
	until_true listens server 20514
	record syslog.pcap client eth0
	for port in 514 20514; do
		for form in '--rfc3164' '--rfc5424'; do
			talk logger -n "${address4[server]}" -P $port -d $form -p daemon.info -t things 'a message by datagrams'
			talk logger -n "${address4[server]}" -P $port -T $form -p daemon.info -t things 'a message by a stream'
			talk logger -n "${address4[server]}" -P $port -T --octet-count $form -p daemon.info -t things 'a message with its length'
		done
	done
	recorded syslog.pcap 'udp.port==514' 'tcp.port==514' 'udp.port==20514' 'tcp.port==20514'
	end_scene
}

# take_dhcp: leases of IPv4 and IPv6 of dnsmasq and dhclient, renewed and given back.
take_dhcp() {
	need dnsmasq-base isc-dhcp-client
	pair
	background dnsmasq server dnsmasq --keep-in-foreground --conf-file=/dev/null --no-resolv --no-hosts --user=root --pid-file= --port=0 \
		--dhcp-range=192.0.2.100,192.0.2.110,2m --dhcp-range=2001:db8::100,2001:db8::110,64,2m --dhcp-leasefile="$tmp/leases" --domain=example.test \
		--dhcp-authoritative --interface=eth0
	until_true listens server 67
	printf '#!/bin/sh\nexit 0\n' >"$tmp/dhcp-script"
	chmod +x "$tmp/dhcp-script"
	record dhcp.pcap client eth0
	for family in -4 -6; do
		talk timeout 15 dhclient $family -1 -v -d -sf "$tmp/dhcp-script" -lf "$tmp/lease$family" -pf "$tmp/dhclient$family.pid" eth0 &
		sleep 6
		kill %% || true
		talk dhclient $family -r -v -sf "$tmp/dhcp-script" -lf "$tmp/lease$family" -pf "$tmp/dhclient$family.pid" eth0
	done
	recorded dhcp.pcap 'dhcp.option.dhcp==1' 'dhcp.option.dhcp==5' 'dhcpv6.msgtype==1' 'dhcpv6.msgtype==7'
	end_scene
}

# take_ipmi: IPMI over RMCP: sessions by RMCP+, and pings.
take_ipmi() {
	need ipmitool freeipmi-tools
	pypi pyghmi==1.5.69
	pair
	background ipmi server "$tmp/venv/bin/python" -P "$here/services.py" ipmi "${address4[server]}" 623
	until_true listens server 623
	record ipmi.pcap client eth0 udp
	talk timeout 6 ipmitool -I lanplus -H "${address4[server]}" -U admin -P opensesame chassis status
	talk timeout 6 ipmitool -I lan -H "${address4[server]}" -U admin -P opensesame chassis status
	talk timeout 6 rmcpping -c 2 "${address4[server]}"
	recorded ipmi.pcap 'udp.port==623 && rmcp'
	end_scene
}

# take_agents: what Zabbix, NRPE, Munin and collectd say.
take_agents() {
	need zabbix-agent nagios-nrpe-server nagios-nrpe-plugin munin-node collectd-core
	pypi zabbix-utils==2.0.2
	pair
	printf 'Server=0.0.0.0/0\nLogType=console\nPidFile=%s/zabbix.pid\nAllowRoot=1\nHostname=thing\nServerActive=%s:10051\n' "$tmp" "${address4[client]}" >"$tmp/zabbix.conf"
	background zabbix server zabbix_agentd -f -c "$tmp/zabbix.conf"
	cat >"$tmp/nrpe.conf" <<-END
		log_file=$tmp/nrpe.txt
		pid_file=$tmp/nrpe.pid
		server_address=0.0.0.0
		server_port=5666
		allowed_hosts=${address4[client]}
		nrpe_user=nagios
		nrpe_group=nagios
		command[load]=/bin/echo load is fine
	END
	background nrpe server nrpe -n -f -c "$tmp/nrpe.conf"
	cat >"$tmp/munin.conf" <<-END
		log_file $tmp/munin.txt
		pid_file $tmp/munin.pid
		background 0
		setsid 0
		host 0.0.0.0
		port 4949
		allow ^.*$
		host_name thing.example.test
	END
	background munin server munin-node --config "$tmp/munin.conf"
	for port in 10050 5666 4949; do until_true listens server $port; done
	background collectd-listener server socat -u UDP-RECV:25826 OPEN:/dev/null
	background collectd-listener2 server socat -u UDP-RECV:35826 OPEN:/dev/null
	record agents.pcap client eth0
	talk "$tmp/venv/bin/python" -P "$here/services.py" zabbix "${address4[server]}" 10050
	talk /usr/lib/nagios/plugins/check_nrpe -n -H "${address4[server]}" -c load
	talk /usr/lib/nagios/plugins/check_nrpe -n -2 -H "${address4[server]}" -c load
	(sleep 0.5; printf 'cap multigraph\n'; sleep 0.3; printf 'list\n'; sleep 0.3; printf 'config cpu\n'; sleep 0.3; printf 'fetch cpu\n'; sleep 0.3
		printf 'version\nquit\n'; sleep 0.3) | talk socat - "TCP:${address4[server]}:4949"
	for port in 25826 35826; do
		mkdir -p "$tmp/collectd$port"
		cat >"$tmp/collectd$port/conf" <<-END
			Hostname "thing"
			BaseDir "$tmp/collectd$port"
			PIDFile "$tmp/collectd$port/pid"
			Interval 1
			LoadPlugin load
			LoadPlugin memory
			LoadPlugin network
			<Plugin network>
				Server "${address4[server]}" "$port"
			</Plugin>
		END
		talk timeout 5 collectd -f -C "$tmp/collectd$port/conf"
	done
	recorded agents.pcap 'tcp.port==10050 && frame contains "ZBXD"' 'tcp.port==5666' 'tcp.port==4949 && frame contains "munin node"' 'udp.port==25826' 'udp.port==35826'
	end_scene
}

# take_exports: NetFlow 5 and 9, IPFIX and sFlow of pmacct, on their ports and on others.
take_exports() {
	need pmacct
	local version port names= plugins=
	pair
	web_server server
	for port in 2055 22055; do
		for version in 5 9 10; do
			plugins+=", nfprobe[v$version$port]"
			names+="nfprobe_receiver[v$version$port]: ${address4[server]}:$port"$'\n'
			names+="nfprobe_version[v$version$port]: $version"$'\n'
			names+="nfprobe_timeouts[v$version$port]: general=1:maxlife=2:expint=1:tcp=1:tcp.fin=1:tcp.rst=1:udp=1:icmp=1"$'\n'
		done
	done
	for port in 6343 26343; do
		plugins+=", sfprobe[s$port]"
		names+="sfprobe_receiver[s$port]: ${address4[server]}:$port"$'\n'
	done
	printf 'daemonize: false\npcap_interface: eth0\npcap_filter: not udp\nplugins: %s\n%ssfprobe_agentip: %s\nsampling_rate: 1\n' "${plugins#, }" "$names" \
		"${address4[client]}" >"$tmp/pmacct.conf"
	record exports.pcap client eth0 udp
	background pmacct client pmacctd -f "$tmp/pmacct.conf"
	sleep 3
	for version in 1 2; do
		talk ping -c 2 -i 0.2 "${address4[server]}"
		talk curl -sm 5 "http://${address4[server]}/small"
		sleep 3
	done
	kill -INT "${pids[-1]}" || true
	sleep 2
	recorded exports.pcap 'udp.port==2055 && cflow.version==5' 'udp.port==2055 && cflow.version==9' 'udp.port==2055 && cflow.version==10' \
		'udp.port==22055' 'udp.port==6343' 'udp.port==26343'
	end_scene
}
