# Sourced by record.sh: captures of what controls plants and homes.
# shellcheck shell=bash

# take_modbus: registers and coils that are read and written, on the port of Modbus and on another one.
take_modbus() {
	local port
	pair
	for port in 502 20502; do
		background modbus$port server /usr/bin/python3 "$here/modbus_server.py" 0.0.0.0 $port
	done
	for port in 502 20502; do until_true listens server $port; done
	record modbus.pcap client eth0
	for port in 502 20502; do
		in_ns client mbpoll -1 -q -p $port -a 1 -t 4 -r 1 -c 5 "${address4[server]}" >/dev/null
		in_ns client mbpoll -1 -q -p $port -a 1 -t 0 -r 1 -c 8 "${address4[server]}" >/dev/null
		in_ns client mbpoll -1 -q -p $port -a 1 -t 4 -r 3 "${address4[server]}" 5 6 >/dev/null
	done
	recorded modbus.pcap 'modbus.func_code==3' 'modbus.func_code==1' 'modbus.func_code==16' 'tcp.port==20502'
	end_scene
}

# take_coap: resources that are listed, read, written and watched, on the port of CoAP and on another one, IPv4 and IPv6.
take_coap() {
	local port server
	pair
	for port in 5683 15683; do
		background coap$port server coap-server-notls -A :: -p $port
	done
	for port in 5683 15683; do until_true listens server $port; done
	record coap.pcap client eth0
	for port in 5683 15683; do
		for server in "${address4[server]}" "[${address6[server]}]"; do
			in_ns client coap-client-notls -B 2 "coap://$server:$port/.well-known/core"
			in_ns client coap-client-notls -B 2 "coap://$server:$port/time?ticks"
			in_ns client coap-client-notls -B 2 -m put -e 1000 "coap://$server:$port/example_data"
			in_ns client coap-client-notls -B 3 -N -s 2 "coap://$server:$port/time"
		done
	done >/dev/null 2>&1
	recorded coap.pcap 'coap.code==1' 'coap.code==69' 'coap.code==3' 'coap.type==1' 'udp.port==15683' 'ipv6 && udp.port==5683'
	end_scene
}
