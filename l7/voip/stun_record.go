package voip

import "github.com/nfstream/nfstream-go/l7/metadata"

// STUN is what was read of STUN and TURN: the first of each address, with its port.
type STUN struct {
	Mapped         string // where the client's messages come from, as the server sees it
	Relayed        string // where the server receives for the client
	Peer           string // of the client, for which the server relays
	Other          string // of the server, for tests of NATs
	ResponseOrigin string // where the server sent the response from
	Software       string // of the side that says so first
	Stream         string // of Teams: audio, video or screen
}

func stunColumns() []*metadata.Column {
	type record = *STUN
	return []*metadata.Column{
		metadata.Text("stun_mapped_address", "address and port of the client as the server sees them, or else as a relayed message has them",
			func(m record) string { return m.Mapped }),
		metadata.Text("stun_relayed_address", "address and port where the server receives for the client",
			func(m record) string { return m.Relayed }),
		metadata.Text("stun_peer_address", "address and port of the client's peer, for which the server relays",
			func(m record) string { return m.Peer }),
		metadata.Text("stun_other_address", "another address and port of the server, for tests of NATs",
			func(m record) string { return m.Other }),
		metadata.Text("stun_response_origin", "address and port that the server sent its response from",
			func(m record) string { return m.ResponseOrigin }),
		metadata.Text("stun_stream", "what Teams sends by the ports that Microsoft assigns: audio, video or screen",
			func(m record) string { return m.Stream }).Repeating(),
		metadata.Text("stun_software", "program of the side that says so first", func(m record) string { return m.Software }).Repeating(),
	}
}
