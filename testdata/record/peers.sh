# Sourced by record.sh: captures of peers that share files, and of coins.
# shellcheck shell=bash

# take_bittorrent: a tracker by HTTP and UDP, peers by TCP and by uTP, in clear and encrypted, DHT.
take_bittorrent() {
	need opentracker transmission-daemon transmission-cli aria2
	pair
	mkdir -p "$tmp/seed" "$tmp/aria" "$tmp/seed-config"
	head -c 20000 /dev/urandom >"$tmp/seed/thing"
	transmission-create -o "$tmp/thing.torrent" -t "http://${address4[server]}:6969/announce" -t "udp://${address4[server]}:6969/announce" "$tmp/seed/thing" >/dev/null
	chmod 711 "$tmp"; install -d -o nobody "$tmp/tracker"
	transmission-show "$tmp/thing.torrent" | sed -n 's/^ *Hash[^:]*: *//p' | head -1 >"$tmp/tracker/white"
	background tracker server opentracker -w white -i "${address4[server]}" -p 6969 -P 6969 -d "$tmp/tracker" -u nobody
	until_true listens server 6969
	record bittorrent.pcap client eth0
	background seed server env HOME="$tmp/seed-config" transmission-daemon -f -g "$tmp/seed-config" -w "$tmp/seed" -P 51413 -C --no-auth -p 9095 --dht --lpd --utp -et
	until_true listens server 9095
	in_ns server transmission-remote 9095 -a "$tmp/thing.torrent" >/dev/null
	sleep 2
	local number=4 options
	for options in '--utp -er' '--no-utp -et'; do # encrypted by uTP, and in clear by TCP
		mkdir -p "$tmp/leech$number" "$tmp/leech-config$number"
		# shellcheck disable=SC2086 # options
		background leech$number client env HOME="$tmp/leech-config$number" transmission-daemon -f -g "$tmp/leech-config$number" -w "$tmp/leech$number" -P 5141$number -C \
			--no-auth -p 909$number --dht --lpd $options
		until_true listens client 909$number
		in_ns client transmission-remote 909$number -a "$tmp/thing.torrent" >/dev/null
		sleep 7
		number=$((number + 2))
	done
	talk timeout 12 aria2c --no-conf -q -d "$tmp/aria" --seed-time=0 --listen-port=6881 --dht-listen-port=6881 --enable-dht=true --dht-file-path="$tmp/aria.dht" \
		--dht-entry-point="${address4[server]}:51413" --bt-enable-lpd=true --bt-min-crypto-level=plain "$tmp/thing.torrent"
	recorded bittorrent.pcap 'tcp && frame contains "BitTorrent protocol"' 'tcp.port==6969 && frame contains "info_hash"' 'udp.port==6969' 'udp && frame contains "find_node" || frame contains "get_peers" || frame contains "ping"'
	end_scene
}

# take_syncthing: two devices that announce themselves and connect by TLS.
take_syncthing() {
	need syncthing
	local side
	pair
	for side in client server; do
		syncthing generate --home="$tmp/syncthing-$side" --no-default-folder >/dev/null 2>&1
		sed -i -e 's#<globalAnnounceEnabled>true#<globalAnnounceEnabled>false#; s#<relaysEnabled>true#<relaysEnabled>false#; s#<natEnabled>true#<natEnabled>false#' \
			-e 's#<urAccepted>0#<urAccepted>-1#; s#<crashReportingEnabled>true#<crashReportingEnabled>false#; s#<autoUpgradeIntervalH>12#<autoUpgradeIntervalH>0#' \
			"$tmp/syncthing-$side/config.xml"
	done
	record syncthing.pcap client eth0
	local client server
	client=$(syncthing --device-id --home="$tmp/syncthing-client"); server=$(syncthing --device-id --home="$tmp/syncthing-server")
	sed -i "s#</configuration>#<device id=\"$server\" name=\"server\"><address>tcp://${address4[server]}:22000</address></device></configuration>#" "$tmp/syncthing-client/config.xml"
	sed -i "s#</configuration>#<device id=\"$client\" name=\"client\"><address>dynamic</address></device></configuration>#" "$tmp/syncthing-server/config.xml"
	for side in server client; do
		background "syncthing-$side" "$side" env HOME="$tmp" STNOUPGRADE=1 STNODEFAULTFOLDER=1 syncthing serve --home="$tmp/syncthing-$side" --no-browser --no-restart --gui-address=127.0.0.1:8384
	done
	sleep 12
	recorded syncthing.pcap 'udp.port==21027' 'tcp.port==22000'
	end_scene
}
