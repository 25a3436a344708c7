package voip

import "github.com/nfstream/nfstream-go/l7/metadata"

// STUN is what was read of STUN and TURN: the address that the server sees the client's messages come from, the one where
// it receives for the client, and the client's peer, the first of each, with ports.
type STUN struct{ Mapped, Relayed, Peer string }

func stunColumns() []*metadata.Column {
	type record = *STUN
	return []*metadata.Column{
		metadata.Text("stun_mapped_address", "address and port of the client as the server sees them",
			func(m record) string { return m.Mapped }),
		metadata.Text("stun_relayed_address", "address and port where the server receives for the client",
			func(m record) string { return m.Relayed }),
		metadata.Text("stun_peer_address", "address and port of the client's peer, for which the server relays",
			func(m record) string { return m.Peer }),
	}
}
