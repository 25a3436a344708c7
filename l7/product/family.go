//go:build !nfstream_no_product

// Package product recognises protocols that one vendor or project uses for its own products, and that belong to no
// other family.
package product

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family.
func Protos() []l7.Proto {
	return l7.Collect(
		nestLogSink, meraki, citrix, dropbox, ookla, avast, tivo, tivoStream, bjnp, notes, eaq,
		aliCloud,
		samsungSDP, vmware,
	)
}
