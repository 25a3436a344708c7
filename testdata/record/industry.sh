# Sourced by record.sh: captures of plants, buildings and hospitals, most of them by packages of Python.
# shellcheck shell=bash

# industry NAME SERVER CLIENT PORT...: record/industry.py's SERVER and CLIENT on each port, recorded in NAME.pcap.
industry() {
	local name=$1 server=$2 client=$3 port; shift 3
	for port; do background "$server$port" server "$tmp/venv/bin/python" -P "$here/industry.py" "$server" "${address4[server]}" "$port"; done
	for port; do tries=300 until_true listens server "$port"; done
	record "$name.pcap" client eth0
	for port; do talk "$tmp/venv/bin/python" -P "$here/industry.py" "$client" "${address4[server]}" "$port"; done
}

# take_opcua: a variable read and written, on the port of OPC UA and on another one.
take_opcua() {
	pypi asyncua==1.1.5
	pair
	industry opcua opcua_server opcua 4840 14840
	recorded opcua.pcap 'tcp.port==4840 && frame contains "HEL"' 'tcp.port==14840 && frame contains "HEL"'
	end_scene
}

# take_s7: data blocks of an S7 that are read and written.
take_s7() {
	pypi python-snap7==2.0.2
	pair
	industry s7 s7_server s7 102 10102
	recorded s7.pcap 'tcp.port==102 && s7comm' 'tcp.port==10102 && tcp.len>0'
	end_scene
}

# take_iec104: values reported and a command, on the port of IEC 60870-5-104 and on another one.
take_iec104() {
	pypi c104==2.2.1
	pair
	industry iec104 iec104_server iec104 2404 12404
	recorded iec104.pcap 'tcp.port==2404 && iec60870_104' 'tcp.port==12404 && tcp.len>0'
	end_scene
}

# take_dnp3: classes polled, on the port of DNP3 and on another one.
take_dnp3() {
	pypi dnp3py==0.6.0
	pair
	industry dnp3 dnp3_server dnp3 20000 30000
	recorded dnp3.pcap 'tcp.port==20000 && dnp3' 'tcp.port==30000 && frame contains 05:64'
	end_scene
}

# take_bacnet: Who-Is and properties read, on the port of BACnet and on another one.
take_bacnet() {
	pypi bacpypes==0.19.0
	pair
	industry bacnet bacnet_server bacnet 47808 47900
	recorded bacnet.pcap 'udp.port==47808 && bacnet' 'udp.port==47900'
	end_scene
}

# take_enip: tags of an EtherNet/IP device listed, read and written, over TCP and UDP, on its port and on another one.
take_enip() {
	pypi cpppo==5.2.5
	local port
	pair
	for port in 44818 45818; do background enip$port server "$tmp/venv/bin/python" -m cpppo.server.enip -a "0.0.0.0:$port" SCADA=INT[100]; done
	for port in 44818 45818; do tries=300 until_true listens server $port; done
	record enip.pcap client eth0
	for port in 44818 45818; do
		talk "$tmp/venv/bin/python" -m cpppo.server.enip.client -a "${address4[server]}:$port" 'SCADA[1]=99' 'SCADA[0-10]'
		talk "$tmp/venv/bin/python" -m cpppo.server.enip.client --udp -a "${address4[server]}:$port" --list-identity
		talk "$tmp/venv/bin/python" -m cpppo.server.enip.list_services -a "${address4[server]}:$port"
	done
	recorded enip.pcap 'tcp.port==44818 && enip' 'udp.port==44818 && enip' 'tcp.port==45818 && tcp.len>0'
	end_scene
}

# take_knx: knxd and tunnels to it over UDP and TCP, a lamp switched on, on the port of KNXnet/IP and on another one.
take_knx() {
	need knxd
	pypi xknx==3.6.0
	local port
	pair
	ip -n "${prefix}server" route add 224.0.0.0/4 dev eth0
	for port in 3671 13671; do
		background knxd$port server knxd -e 1.1.20 -E 1.1.21:8 -D -T -R -S "224.0.23.12:$port" -b dummy:
	done
	for port in 3671 13671; do until_true listens server $port; done
	record knx.pcap client eth0
	for port in 3671 13671; do talk "$tmp/venv/bin/python" -P "$here/industry.py" knx "${address4[server]}" $port; done
	recorded knx.pcap 'udp.port==3671 && kip' 'udp.port==13671'
	end_scene
}

# take_ads: a symbol of a PLC read by ADS.
take_ads() {
	pypi --no-binary=pyads pyads==3.5.1
	pair
	industry ads ads_server ads 48898
	recorded ads.pcap 'tcp.port==48898 && tcp.len>0'
	end_scene
}

# take_synchrophasor: a phasor measurement unit and a concentrator, on the port of C37.118 and on another one.
take_synchrophasor() {
	pypi synchrophasor==1.0.0a0
	pair
	industry synchrophasor pmu pdc 4712 14712
	recorded synchrophasor.pcap 'tcp.port==4712 && tcp.payload[0]==0xaa' 'tcp.port==14712 && tcp.payload[0]==0xaa'
	end_scene
}

# take_hl7: messages of HL7 version 2 and their acknowledgements.
take_hl7() {
	pypi hl7==0.4.5
	pair
	industry hl7 hl7_server hl7 2575 12575
	recorded hl7.pcap 'tcp.port==2575 && frame contains "MSH|"' 'tcp.port==12575 && frame contains "MSA|"'
	end_scene
}

# take_dicom: associations of pynetdicom and of DCMTK.
take_dicom() {
	need dcmtk
	pypi pynetdicom==2.1.1
	pair
	industry dicom dicom_server dicom 11112 21112
	talk echoscu "${address4[server]}" 11112
	talk echoscu "${address4[server]}" 21112
	recorded dicom.pcap 'tcp.port==11112 && dicom' 'tcp.port==21112 && frame contains "1.2.840.10008"'
	end_scene
}
