package p2p

import "github.com/nfstream/nfstream-go/l7/metadata"

// BitTorrent is what was read of BitTorrent: which files it is about, and the client.
type BitTorrent struct {
	Hash string // of the files' description, in hexadecimal
	Peer string // the first bytes of a peer's identifier, which identify the program
}

func bitTorrentColumns() []*metadata.Column {
	type record = *BitTorrent
	return []*metadata.Column{
		metadata.Text("bittorrent_hash", "hash of the description of the files, in hexadecimal", func(m record) string { return m.Hash }),
		metadata.Text("bittorrent_peer", "program and version of the peer that speaks first, as its identifier begins",
			func(m record) string { return m.Peer }),
	}
}
