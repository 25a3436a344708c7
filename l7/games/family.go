//go:build !nfstream_no_games

// Package games recognises the protocols of games, and of the libraries that games use to reach their servers.
package games

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family.
func Protos() []l7.Proto {
	return l7.Collect(
		raknet, source, steam, steamStream, steamRelay, genshin, nintendo, yojimbo, kcp, cryNetwork,
		activision, xbox, amongUs, photon, gaijin, codMobile, epic, riot, wildRift, netEase, heroes,
		crossfire, armagetron, tencent, teso, pathOfExile, dofus, guildWars, nexon, blizzard,
	)
}

// zeroes reports whether b has zeroes only.
func zeroes(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// printable reports whether b has printable ASCII characters only.
func printable(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}
