# Sourced by record.sh: captures of programs that call functions of others.
# shellcheck shell=bash

# calls NAME PORT...: record/calls.py's NAME_server on each port and NAME against it.
calls() {
	local name=$1 port; shift
	for port; do background "$name$port" server "$tmp/venv/bin/python" -P "$here/calls.py" "${name}_server" "${address4[server]}" "$port"; done
	for port; do tries=200 until_true listens server "$port"; done
	for port; do talk "$tmp/venv/bin/python" -P "$here/calls.py" "$name" "${address4[server]}" "$port"; done
}

# take_thrift: Thrift's binary and compact protocols, framed and not.
take_thrift() {
	pypi thriftpy2==0.5.2
	pair
	record thrift.pcap client eth0 tcp
	calls thrift 9090 9091 9092 9093
	recorded thrift.pcap 'tcp.port==9090 && frame contains "ping"' 'tcp.port==9093 && frame contains "ping"'
	end_scene
}

# take_grpc: calls and streams of gRPC, in clear.
take_grpc() {
	pypi grpcio==1.68.1
	pair
	record grpc.pcap client eth0 tcp
	calls grpc 50051
	recorded grpc.pcap 'frame contains "PRI * HTTP/2"' 'frame contains "application/grpc"'
	end_scene
}

# take_soap: SOAP of zeep and Spyne, XML-RPC and JSON-RPC of Python.
take_soap() {
	pypi spyne==2.14.0 zeep==4.3.1 jsonrpclib-pelix==0.4.3.4 lxml==5.3.0 six==1.17.0
	pair
	record soap.pcap client eth0 tcp
	calls soap 8000
	calls xmlrpc 8002
	calls jsonrpc 8003
	recorded soap.pcap 'frame contains "SOAPAction"' 'frame contains "jsonrpc"' 'frame contains "methodCall"'
	end_scene
}

# take_corba: names bound and resolved by omniORB.
take_corba() {
	need omniorb-nameserver omniorb
	pair
	mkdir -p "$tmp/omni"
	for port in 2809 12809; do
		mkdir -p "$tmp/omni$port"
		background omni$port server omniNames -start $port -datadir "$tmp/omni$port" -ORBendPointPublish "giop:tcp:${address4[server]}:$port"
	done
	for port in 2809 12809; do until_true listens server $port; done
	record corba.pcap client eth0 tcp
	for port in 2809 12809; do
		talk nameclt -ORBInitRef "NameService=corbaname::${address4[server]}:$port" bind_new_context things
		talk nameclt -ORBInitRef "NameService=corbaname::${address4[server]}:$port" list
	done
	recorded corba.pcap 'tcp.port==2809 && giop' 'tcp.port==12809 && frame contains "GIOP"'
	end_scene
}

# take_rmi: the registry of Java's remote method invocation and an object in it.
take_rmi() {
	local port
	mkdir -p "$tmp/java"
	javac -d "$tmp/java" "$here/Remote.java"
	pair
	for port in 1099 11099; do background rmi$port server java -Djava.rmi.server.hostname="${address4[server]}" -cp "$tmp/java" Remote serve $port; done
	for port in 1099 11099; do until_true listens server $port; done
	record rmi.pcap client eth0 tcp
	for port in 1099 11099; do talk java -cp "$tmp/java" Remote "${address4[server]}" $port; done
	recorded rmi.pcap 'tcp.port==1099 && frame contains "JRMI"' 'tcp.port==11099 && frame contains "JRMI"'
	end_scene
}

# take_ajp: Apache's mod_proxy_ajp and Tomcat, on the port of AJP and on another one.
take_ajp() {
	need apache2-bin
	maven org.apache.tomcat.embed:tomcat-embed-core:9.0.98
	local port
	mkdir -p "$tmp/java"
	javac -cp "$tmp/jars/*" -d "$tmp/java" "$here/Ajp.java"
	pair
	for port in 8009 18009; do background ajp$port server java -cp "$tmp/java:$tmp/jars/*" Ajp "${address4[server]}" $port "$tmp/tomcat$port"; done
	for port in 8009 18009; do tries=300 until_true listens server $port; done
	{
		printf 'ServerRoot %s\nServerName www.example.test\nPidFile %s/apache.pid\nErrorLog %s/apache.err\nListen 127.0.0.1:80\n' "$tmp" "$tmp" "$tmp"
		for port in mpm_event authz_core proxy proxy_ajp; do echo "LoadModule ${port}_module /usr/lib/apache2/modules/mod_$port.so"; done
		for port in 8009 18009; do echo "ProxyPass /$port/ ajp://${address4[server]}:$port/"; done
	} >"$tmp/apache.conf"
	background apache client apache2 -X -f "$tmp/apache.conf"
	until_true listens client 80
	record ajp.pcap client eth0 tcp
	for port in 8009 18009; do
		talk curl -sm 10 "http://127.0.0.1/$port/hello?a=b"
		talk curl -sm 10 -d name=value "http://127.0.0.1/$port/hello"
	done
	recorded ajp.pcap 'tcp.port==8009 && ajp13' 'tcp.port==18009 && tcp.payload[0:2]==12:34'
	end_scene
}

# take_fastcgi: nginx and cgi-fcgi against fcgiwrap, on the port of FastCGI and on another one.
take_fastcgi() {
	need fcgiwrap libfcgi-bin nginx-light
	local port
	pair
	printf '#!/bin/sh\nprintf "Content-Type: text/plain\\r\\n\\r\\nhello\\n"\n' >"$tmp/hello.cgi"
	chmod +x "$tmp/hello.cgi"
	for port in 9000 19000; do background fcgi$port server fcgiwrap -s "tcp:${address4[server]}:$port"; done
	for port in 9000 19000; do until_true listens server $port; done
	{
		printf 'user root;\ndaemon off;\npid %s/nginx2.pid;\nerror_log %s/nginx2.err;\nevents { worker_connections 64; }\nhttp {\naccess_log off;\n' "$tmp" "$tmp"
		for port in body proxy fastcgi scgi uwsgi; do printf '%s_temp_path %s/%s2;\n' $port "$tmp" $port; done | sed 's/^body_/client_body_/'
		printf 'server {\nlisten 127.0.0.1:80;\n'
		for port in 9000 19000; do
			printf 'location /%s { include /etc/nginx/fastcgi_params; fastcgi_param SCRIPT_FILENAME %s/hello.cgi; fastcgi_pass %s:%s; }\n' $port "$tmp" "${address4[server]}" $port
		done
		printf '}\n}\n'
	} >"$tmp/nginx2.conf"
	background nginx2 client nginx -c "$tmp/nginx2.conf"
	until_true listens client 80
	record fastcgi.pcap client eth0 tcp
	for port in 9000 19000; do
		talk curl -sm 10 "http://127.0.0.1/$port"
		talk curl -sm 10 -d name=value "http://127.0.0.1/$port"
		talk env SCRIPT_FILENAME="$tmp/hello.cgi" REQUEST_METHOD=GET cgi-fcgi -bind -connect "${address4[server]}:$port"
	done
	recorded fastcgi.pcap 'tcp.port==9000 && tcp.payload[0:2]==01:01' 'tcp.port==19000 && frame contains "SCRIPT_FILENAME"'
	end_scene
}

# take_smpp: a short message sent and its receipt, by node-smpp, on the port of SMPP and on another one.
take_smpp() {
	npm_packages smpp@0.6.0-rc.4
	local port
	pair
	for port in 2775 12775; do background smpp$port server node "$tmp/node/smpp.js" serve "${address4[server]}" $port; done
	for port in 2775 12775; do until_true listens server $port; done
	record smpp.pcap client eth0 tcp
	for port in 2775 12775; do talk node "$tmp/node/smpp.js" talk "${address4[server]}" $port; done
	recorded smpp.pcap 'tcp.port==2775 && smpp' 'tcp.port==12775 && frame contains "hello"'
	end_scene
}

# take_fix: a session of QuickFIX/J with an order.
take_fix() {
	maven org.quickfixj:quickfixj-core:2.3.1 org.quickfixj:quickfixj-messages-fix44:2.3.1 org.slf4j:slf4j-nop:1.7.36
	mkdir -p "$tmp/java"
	javac -cp "$tmp/jars/*" -d "$tmp/java" "$here/Fix.java"
	pair
	background fix server java -cp "$tmp/java:$tmp/jars/*" Fix serve "${address4[server]}" 9878
	tries=300 until_true listens server 9878
	record fix.pcap client eth0 tcp
	talk java -cp "$tmp/java:$tmp/jars/*" Fix talk "${address4[server]}" 9878
	recorded fix.pcap 'frame contains "8=FIX.4.4"' 'frame contains "35=D"'
	end_scene
}

# take_diameter: two freeDiameters, on the port of Diameter and on another one.
take_diameter() {
	need freediameter
	local side other port
	pair
	certificate
	openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=example.test' -addext 'subjectAltName=DNS:*.example.test' -keyout "$tmp/fd.key" -out "$tmp/fd.pem" 2>/dev/null
	for port in 3868 13868; do
		for side in client server; do
			other=server; [[ $side == server ]] && other=client
			cat >"$tmp/fd-$side-$port.conf" <<-END
				Identity = "$side$port.example.test";
				Realm = "example.test";
				Port = $port;
				SecPort = 0;
				No_SCTP;
				ListenOn = "${address4[$side]}";
				TLS_Cred = "$tmp/fd.pem", "$tmp/fd.key";
				TLS_CA = "$tmp/fd.pem";
				TwTimer = 6;
				ConnectPeer = "$other$port.example.test" { ConnectTo = "${address4[$other]}"; No_TLS; Port = $port; };
			END
		done
	done
	record diameter.pcap client eth0
	for port in 3868 13868; do
		for side in server client; do background "fd-$side$port" $side freeDiameterd -c "$tmp/fd-$side-$port.conf"; done
	done
	sleep 14
	recorded diameter.pcap 'tcp.port==3868 && diameter' 'tcp.port==13868 && tcp.len>0'
	end_scene
}

# take_rtps: topics of Cyclone DDS: discovery and samples.
take_rtps() {
	pypi cyclonedds==11.0.1
	pair
	record rtps.pcap client eth0 udp
	background rtps server "$tmp/venv/bin/python" -P "$here/calls.py" rtps_server "${address4[server]}" 0
	talk "$tmp/venv/bin/python" -P "$here/calls.py" rtps "${address4[client]}" 0
	recorded rtps.pcap 'rtps'
	end_scene
}

# take_z3950: a search of YAZ, on the port of Z39.50 and on another one.
take_z3950() {
	need yaz
	local port
	pair
	for port in 210 10210; do background yaz$port server yaz-ztest "@:$port"; done
	for port in 210 10210; do until_true listens server $port; done
	record z3950.pcap client eth0 tcp
	for port in 210 10210; do
		printf 'open %s:%s\nfind computer\nshow 1\nquit\n' "${address4[server]}" $port | talk yaz-client
	done
	recorded z3950.pcap 'tcp.port==210 && tcp.len>0' 'tcp.port==10210 && tcp.len>0'
	end_scene
}
