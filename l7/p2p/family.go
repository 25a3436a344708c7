//go:build !nfstream_no_p2p

// Package p2p has the protocols by which peers find each other and share files.
package p2p

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family, unless it is compiled with the tag nfstream_no_p2p.
func Protos() []l7.Proto {
	return []l7.Proto{peerWire(), dht(), utp(), localDiscovery(), tracker(), gnutella(), gnutellaDatagram(), eDonkey(),
		eDonkeyDatagram(), kademlia(), syncthing(), directConnect(), directConnectResult(),
		soulseek()}
}
