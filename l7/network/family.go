//go:build !nfstream_no_network

// Package network has the protocols by which a network runs: those with an IP protocol number of their own, the
// configuration of addresses, names, routes and tunnels, and the protocols that measure them.
package network

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family, unless it is compiled with the tag nfstream_no_network.
func Protos() []l7.Proto {
	return append(numbers(), ssdp(), dhcp(), dhcpv6(), ntp(), netbiosName(), netbiosDatagram(), bgp(), hsrp(), glbp(), bfd(),
		lisp(), lispStream(),
		ldp(l7.UDP), ldp(l7.TCP), natPMP(), pcp(), rip(), teredo(), gtp(), gtpPrime(), pfcp(), capwap())
}
