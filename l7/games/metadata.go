package games

import "github.com/nfstream/nfstream-go/l7/metadata"

// Source is what was read of a server on the Source engine.
type Source struct {
	_ metadata.Uncompared

	Server, Map, Game string
}

func sourceColumns() []*metadata.Column {
	return metadata.TextColumns(`source_server name of the server
source_map* map that is played
source_game* name of the game`, func(m *Source, i int) string {
		return [...]string{m.Server, m.Map, m.Game}[i]
	})
}

// RakNet is what was read of RakNet.
type RakNet struct {
	_ metadata.Uncompared

	Server string // what a server says of itself
}

func raknetColumns() []*metadata.Column {
	type record = *RakNet
	return []*metadata.Column{
		metadata.Text("raknet_server", "what the server says of itself: for Minecraft, edition, name, version and"+
			" players", func(m record) string { return m.Server }),
	}
}
