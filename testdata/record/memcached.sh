# Sourced by record.sh: captures of memcached.
# shellcheck shell=bash

# take_memcached: the text protocol with its meta commands, the binary one, and datagrams, on the port of memcached and on
# another one.
take_memcached() {
	local port server
	pair
	for port in 11211 21211; do
		background memcached$port server memcached -u root -p $port -U $port -l 0.0.0.0,::
	done
	for port in 11211 21211; do until_true listens server $port; done

	record memcached.pcap client eth0
	for port in 11211 21211; do
		for server in "${address4[server]}" "${address6[server]}"; do
			in_ns client /usr/bin/python3 "$here/memcached.py" "$server" $port
		done
	done
	recorded memcached.pcap 'tcp.dstport==11211 && memcache.command' 'tcp.dstport==21211 && frame contains "get key"' \
		'tcp.payload[0:2]==80:0b' 'tcp.payload[0:2]==81:0b' 'udp.payload[4:4]==00:01:00:00' 'frame contains "mg key"' \
		'frame contains "noreply"' 'ipv6 && udp'
	end_scene
}
