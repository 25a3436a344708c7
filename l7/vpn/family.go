//go:build !nfstream_no_vpn

// Package vpn recognises protocols of virtual private networks, and of what finds their peers and names.
package vpn

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family.
func Protos() []l7.Proto {
	return l7.Collect(
		openvpn, openvpnStream, wireguard, ike, ikeStream, pptp, softether, tinc, dnscrypt,
		dnscryptStream,
		tailscale, ciscoVPN, hamachi, hamachiStream, l2tp,
	)
}
