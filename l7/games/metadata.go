package games

import "github.com/nfstream/nfstream-go/l7/metadata"

// Source is what was read of a server on the Source engine.
type Source struct {
	Server, Map, Game string
}

func sourceColumns() []*metadata.Column {
	type record = *Source
	return []*metadata.Column{
		metadata.Text("source_server", "name of the server", func(m record) string { return m.Server }),
		metadata.Text("source_map", "map that is played", func(m record) string { return m.Map }),
		metadata.Text("source_game", "name of the game", func(m record) string { return m.Game }),
	}
}

// RakNet is what was read of RakNet.
type RakNet struct {
	Server string // what a server says of itself
}

func raknetColumns() []*metadata.Column {
	type record = *RakNet
	return []*metadata.Column{
		metadata.Text("raknet_server", "what the server says of itself: for Minecraft, edition, name, version and"+
			" players", func(m record) string { return m.Server }),
	}
}
