# Sourced by record.sh: a Tor network that is nowhere but on this machine.
# shellcheck shell=bash

# node NAME ADDRESS NUMBER: a data folder and the settings every Tor has; NUMBER 0: not a relay.
node() {
	local dir=$tmp/tor/$1 address=$2 number=$3
	mkdir -p "$dir/keys"
	chmod 700 "$dir" "$dir/keys"
	cat >"$dir/torrc" <<-END
		TestingTorNetwork 1
		DataDirectory $dir
		Nickname $1
		Log notice file $dir/log
		AssumeReachable 1
		PathsNeededToBuildCircuits 0.67
		GeoIPFile /dev/null
		GeoIPv6File /dev/null
		SocksPort 0
		OutboundBindAddress $address
	END
	((number)) || return 0
	cat >>"$dir/torrc" <<-END
		Address $address
		ORPort $address:900$number IPv4Only
		ExitRelay 1
		ExitPolicy accept *:*
		ExitPolicyRejectPrivate 0
		ContactInfo $1@example.test
	END
}

tor_fingerprint() {
	tor --list-fingerprint --quiet -f "$tmp/tor/$1/torrc" --DirAuthority "none 127.0.0.1:1 $(printf 'F%.0s' {1..40})" |
		awk '{ for (i = 2; i <= NF; i++) printf "%s", $i }'
}

# authority NAME ADDRESS NUMBER: a directory authority; its line for the others goes into $tmp/tor/authorities.
authority() {
	local name=$1 address=$2 number=$3 dir=$tmp/tor/$1
	node "$@"
	cat >>"$dir/torrc" <<-END
		DirPort $address:903$number IPv4Only
		AuthoritativeDirectory 1
		V3AuthoritativeDirectory 1
		V3AuthVotingInterval 20
		V3AuthVoteDelay 4
		V3AuthDistDelay 4
		V3AuthNIntervalsValid 3
		TestingV3AuthInitialVotingInterval 20
		TestingV3AuthInitialVoteDelay 4
		TestingV3AuthInitialDistDelay 4
		TestingDirAuthVoteExit *
		TestingDirAuthVoteGuard *
		TestingDirAuthVoteHSDir *
		TestingMinExitFlagThreshold 0
	END
	echo throwaway | (cd "$dir/keys" && tor-gencert --create-identity-key -m 12 -a "$address:903$number" --passphrase-fd 0 2>/dev/null)
	echo "DirAuthority $name orport=900$number no-v2" \
		"v3ident=$(awk '$1 == "fingerprint" { print $2 }' "$dir/keys/authority_certificate")" \
		"$address:903$number $(tor_fingerprint "$name")" >>"$tmp/tor/authorities"
}

start_tor() {
	cat "$tmp/tor/authorities" >>"$tmp/tor/$2/torrc"
	background "tor-$2" "$1" tor -f "$tmp/tor/$2/torrc"
}

take_tor() {
	local dir=$tmp/tor n
	pair; web_server server
	mkdir -p "$dir"
	give client eth0 192.0.2.13/24
	for n in 21 22 24 25 26; do give server eth0 192.0.2.$n/24; done
	authority auth1 192.0.2.21 1
	authority auth2 192.0.2.22 2
	authority auth3 192.0.2.13 3
	node relay4 192.0.2.24 4
	node relay5 192.0.2.25 5
	node bridge6 192.0.2.26 6
	cat >>"$dir/bridge6/torrc" <<-END
		BridgeRelay 1
		PublishServerDescriptor 0
		ExtORPort auto
		ServerTransportPlugin obfs4 exec $(command -v obfs4proxy)
		ServerTransportListenAddr obfs4 192.0.2.26:9443
	END
	node client7 192.0.2.10 0
	node client8 192.0.2.10 0
	sed -i 's/^SocksPort 0/SocksPort 127.0.0.1:9050/' "$dir/client7/torrc"
	sed -i 's/^SocksPort 0/SocksPort 127.0.0.1:9051/' "$dir/client8/torrc"
	for n in auth1 auth2 relay4 relay5 bridge6; do start_tor server $n; done
	start_tor client auth3
	# Authorities vote all twenty seconds; a consensus that has the relays comes after a few votes.
	tries=1200 until_true test -s "$dir/bridge6/pt_state/obfs4_bridgeline.txt"
	tries=1800 until_true grep -q '^r relay4' "$dir/auth3/cached-consensus"
	tries=1200 until_true grep -q '^r relay5' "$dir/auth3/cached-microdesc-consensus"
	cat >>"$dir/client8/torrc" <<-END
		UseBridges 1
		ClientTransportPlugin obfs4 exec $(command -v obfs4proxy)
		Bridge obfs4 192.0.2.26:9443 $(tor_fingerprint bridge6) $(grep -o 'cert=.*' "$dir/bridge6/pt_state/obfs4_bridgeline.txt")
	END

	# Without the links of auth3, but one: the relays measure themselves through it, with megabytes.
	record tor.pcap client eth0 tcp and '(host 192.0.2.10 or portrange 9031-9033 or host 192.0.2.26)'
	start_tor client client7
	tries=600 until_true grep -q 'Bootstrapped 100%' "$dir/client7/log"
	fetch --socks5-hostname 127.0.0.1:9050 "http://${address4[server]}/small"
	start_tor client client8
	tries=600 until_true grep -q 'Bootstrapped 100%' "$dir/client8/log"
	fetch --socks5-hostname 127.0.0.1:9051 "http://${address4[server]}/small"
	fetch http://192.0.2.21:9031/tor/status-vote/current/consensus
	fetch --compressed http://192.0.2.22:9032/tor/status-vote/current/consensus-microdesc
	fetch http://192.0.2.21:9031/tor/server/all
	tries=300 until_true grep -q 'POST /tor/post/vote' "$tmp/tor.pcap"
	recorded tor.pcap 'http.request.uri contains "/tor/post/vote"' 'http.request.uri contains "/tor/status-vote"' \
		'tls.handshake.type==1 && ip.src==192.0.2.10' 'tls.handshake.type==2' 'tcp.port==9443' 'tcp.port==9033'
	install -m 644 "$dir/auth3/cached-consensus" "$out/tor-consensus.txt"
	install -m 644 "$dir/auth3/cached-microdesc-consensus" "$out/tor-microdesc-consensus.txt"
	end_scene
}
