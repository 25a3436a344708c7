//go:build !nfstream_no_mining

// Package mining has the protocols of peers that keep a chain of blocks, and of those that mine for a pool.
package mining

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family, unless it is compiled with the tag nfstream_no_mining.
func Protos() []l7.Proto {
	return l7.Collect(stratum, bitcoin, discv4, rlpx, monero, nano, zug)
}
