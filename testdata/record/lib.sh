# Sourced by record.sh: namespaces, background programs, recording and publishing.
# Needs: $out (folder of the captures), $tmp (a scratch folder), $here (folder of the helpers), $prefix.
# shellcheck shell=bash

pids=()        # background programs of the present scene
spaces=()      # namespaces of the present scene
dump_pid=      # the recorder of the present capture
declare -A address4 address6

in_ns() { local ns=$1; shift; ip netns exec "$prefix$ns" "$@"; }

# talk COMMAND...: runs a client, for half a minute at most. What it prints and whether it succeeds do not matter: the filters
# of the capture say what must be there.
talk() { in_ns client timeout -k 1 30 "$@" >>"$tmp/talk.log" 2>&1 || true; }

# background LOG NS COMMAND...: starts a program that the end of the scene stops.
background() {
	local log=$tmp/$1.log ns=$2; shift 2
	ip netns exec "$prefix$ns" "$@" >"$log" 2>&1 </dev/null &
	pids+=("$!")
}

# until_true COMMAND...: waits up to ten seconds (or tries/10) for the command to succeed.
until_true() {
	local try
	for ((try = 0; try < ${tries:-100}; try++)); do
		"$@" >/dev/null 2>&1 && return 0
		sleep 0.1
	done
	echo "record: never became true: $*" >&2
	return 1
}

listens() { in_ns "$1" ss -Hlntu | grep -q ":$2 "; }

space() {
	ip netns add "$prefix$1"
	spaces+=("$1")
	in_ns "$1" sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0 \
		net.ipv4.ping_group_range="0 0"
	ip -n "$prefix$1" link set lo up
}

# wire NS1 IF1 NS2 IF2: a veth cable; without offloads, so that frames are recorded as on a wire.
wire() {
	ip -n "$prefix$1" link add "$2" type veth peer name "$4" netns "$prefix$3"
	plain "$1" "$2"
	plain "$3" "$4"
}

# plain NS IF: brings a device up with its offloads off.
plain() {
	in_ns "$1" ethtool -K "$2" tx off rx off tso off gso off gro off >/dev/null 2>&1 || true
	ip -n "$prefix$1" link set "$2" up
}

# give NS IF ADDRESS...: adds addresses.
give() {
	local ns=$1 dev=$2 address; shift 2
	for address in "$@"; do
		case $address in
		*:*) ip -n "$prefix$ns" -6 addr add "$address" dev "$dev" nodad ;;
		*) ip -n "$prefix$ns" addr add "$address" dev "$dev" ;;
		esac
	done
}

# pair: client eth0 and server eth0 on one cable.
pair() {
	space client; space server
	wire client eth0 server eth0
	give client eth0 192.0.2.10/24 2001:db8::10/64
	give server eth0 192.0.2.20/24 2001:db8::20/64
	address4=([client]=192.0.2.10 [server]=192.0.2.20)
	address6=([client]=2001:db8::10 [server]=2001:db8::20)
}

# routed: client eth0 -- router left, router right -- server eth0.
routed() {
	space client; space router; space server
	wire client eth0 router left
	wire router right server eth0
	in_ns router sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	give client eth0 192.0.2.10/24 2001:db8:1::10/64
	give router left 192.0.2.1/24 2001:db8:1::1/64
	give router right 198.51.100.1/24 2001:db8:2::1/64
	give server eth0 198.51.100.20/24 2001:db8:2::20/64
	ip -n "${prefix}client" route add default via 192.0.2.1
	ip -n "${prefix}client" -6 route add default via 2001:db8:1::1
	ip -n "${prefix}server" route add default via 198.51.100.1
	ip -n "${prefix}server" -6 route add default via 2001:db8:2::1
	address4=([client]=192.0.2.10 [server]=198.51.100.20)
	address6=([client]=2001:db8:1::10 [server]=2001:db8:2::20)
}

# end_scene: stops what the scene started and takes its namespaces away.
end_scene() {
	local pid ns
	for pid in ${pids[@]+"${pids[@]}"}; do kill "$pid" 2>/dev/null || true; done
	for ns in ${spaces[@]+"${spaces[@]}"}; do
		for pid in $(ip netns pids "$prefix$ns" 2>/dev/null); do kill "$pid" 2>/dev/null || true; done
	done
	for pid in ${pids[@]+"${pids[@]}"}; do wait "$pid" 2>/dev/null || true; done
	for ns in ${spaces[@]+"${spaces[@]}"}; do
		for pid in $(ip netns pids "$prefix$ns" 2>/dev/null); do kill -9 "$pid" 2>/dev/null || true; done
		ip netns del "$prefix$ns" 2>/dev/null || true
		rm -rf "/etc/netns/${prefix:?}$ns"
	done
	rmdir /etc/netns 2>/dev/null || true
	pids=(); spaces=(); dump_pid=
}

# record FILE NS IF [TCPDUMP OPTION...]: starts tcpdump inside a namespace.
record() {
	local file=$1 ns=$2 dev=$3; shift 3
	ip netns exec "$prefix$ns" tcpdump -Z root -i "$dev" --immediate-mode -B 16384 -n -U "$@" -w "$tmp/$file" 2>"$tmp/$file.err" &
	dump_pid=$!
	pids+=("$dump_pid")
	until_true grep -q 'listening on' "$tmp/$file.err"
}

# recorded FILE FILTER...: ends the recording; publishes it when no packet was lost and each tshark
# filter finds a packet in it.
recorded() {
	local file=$1
	sleep 0.5
	kill -TERM "$dump_pid"
	wait "$dump_pid"
	if ! grep -q '^0 packets dropped by kernel' "$tmp/$file.err"; then
		echo "record: $file: packets were dropped" >&2
		return 1
	fi
	publish "$@"
}

# publish FILE FILTER...: moves a finished capture into $out when each filter finds a packet in it.
publish() {
	local file=$1 filter missing=; shift
	for filter in "$@"; do
		if [[ -z $(tshark -n -r "$tmp/$file" -Y "$filter" -T fields -e frame.number 2>/dev/null) ]]; then
			echo "record: $file: no packet of '$filter'" >&2
			missing=yes
		fi
	done
	[[ -z $missing ]] || return 1
	install -m 644 "$tmp/$file" "$out/.$file.new"
	mv -f "$out/.$file.new" "$out/$file"
	echo "$file: $(tshark -n -r "$out/$file" 2>/dev/null | wc -l) packets, $(stat -c %s "$out/$file") bytes"
}

# web_server NS: nginx for HTTP on port 80 and HTTPS on port 443, IPv4 and IPv6.
web_server() {
	mkdir -p "$tmp/www"
	printf 'a small page\n' >"$tmp/www/small"
	seq -s ' ' 1 1500 >"$tmp/www/index.html"
	certificate
	cat >"$tmp/nginx.conf" <<-END
		user root;
		daemon off;
		worker_processes 1;
		pid $tmp/nginx.pid;
		error_log $tmp/nginx.err;
		events { worker_connections 64; }
		http {
			access_log off;
			client_body_temp_path $tmp/body;
			proxy_temp_path $tmp/proxy;
			fastcgi_temp_path $tmp/fastcgi;
			scgi_temp_path $tmp/scgi;
			uwsgi_temp_path $tmp/uwsgi;
			server {
				listen [::]:80 ipv6only=off;
				listen [::]:443 ipv6only=off ssl http2;
				ssl_certificate $tmp/www.pem;
				ssl_certificate_key $tmp/www.key;
				ssl_protocols TLSv1.2 TLSv1.3;
				root $tmp/www;
			}
		}
	END
	background nginx "$1" nginx -c "$tmp/nginx.conf"
	until_true listens "$1" 80
}

# certificate: a certification authority and a certificate of www.example.test, both thrown away with $tmp.
certificate() {
	[[ -e $tmp/www.pem ]] && return
	openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=Example Test CA' \
		-keyout "$tmp/ca.key" -out "$tmp/ca.pem" 2>/dev/null
	openssl req -newkey rsa:2048 -nodes -subj '/CN=www.example.test' \
		-keyout "$tmp/www.key" -out "$tmp/www.csr" 2>/dev/null
	openssl x509 -req -in "$tmp/www.csr" -CA "$tmp/ca.pem" -CAkey "$tmp/ca.key" -CAcreateserial -days 30 \
		-extfile <(printf 'subjectAltName=DNS:www.example.test\n') -out "$tmp/www.pem" 2>/dev/null
}

# name_server NS: dnsmasq for example.test; the client resolves by it.
name_server() {
	local ns=$1
	background dnsmasq "$ns" dnsmasq --keep-in-foreground --conf-file=/dev/null --no-resolv --no-hosts \
		--user=root --pid-file= --port=53 --local=/test/ \
		--host-record="www.example.test,${address4[$ns]},${address6[$ns]}" \
		--txt-record=example.test,"flows for everyone" --mx-host=example.test,www.example.test,10
	until_true listens "$ns" 53
	mkdir -p "/etc/netns/${prefix}client"
	echo "nameserver ${address4[$ns]}" >"/etc/netns/${prefix}client/resolv.conf"
}

# exchange ADDRESS...: pings each address twice from the client and fetches a small page from it.
exchange() {
	local address host
	for address in "$@"; do
		host=$address
		[[ $address == *:* ]] && host="[$address]"
		until_true in_ns client ping -q -c 1 -W 1 "$address"
		in_ns client ping -q -c 2 -i 0.2 "$address" >/dev/null
		in_ns client curl -gsSf -m 10 -o /dev/null "http://$host/small"
	done
}

# need PACKAGE...: installs Debian packages that are missing. versions.txt has those of all scripts.
need() {
	local package missing=()
	for package; do
		[[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
	done
	((${#missing[@]})) || return 0
	apt-get update -q >/dev/null || true
	DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -yq --no-install-recommends "${missing[@]}" >/dev/null
}

# pypi PACKAGE==VERSION...: installs them in a virtual environment, whose Python is $tmp/venv/bin/python.
pypi() {
	[[ -d $tmp/venv ]] || { need python3-venv; /usr/bin/python3 -m venv "$tmp/venv"; }
	"$tmp/venv/bin/pip" install -q "$@"
}

# npm_packages PACKAGE@VERSION...: installs them in $tmp/node; scripts there find them.
npm_packages() {
	mkdir -p "$tmp/node"
	cp "$here"/*.js "$tmp/node/"
	npm install --silent --no-audit --no-fund --prefix "$tmp/node" "$@" >/dev/null
}

# maven GROUP:ARTIFACT:VERSION...: copies them and what they need to $tmp/jars.
maven() {
	local each
	{
		echo '<project><modelVersion>4.0.0</modelVersion><groupId>record</groupId><artifactId>record</artifactId><version>1</version><dependencies>'
		for each; do
			IFS=: read -r group artifact version <<<"$each"
			echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version></dependency>"
		done
		echo '</dependencies></project>'
	} >"$tmp/pom.xml"
	mvn -q -B -f "$tmp/pom.xml" dependency:copy-dependencies -DoutputDirectory="$tmp/jars" >/dev/null
}
