//go:build nfstream_no_p2p

// Package p2p has no protocols in a build with the tag nfstream_no_p2p.
package p2p

import "github.com/nfstream/nfstream-go/l7"

// Protos returns nil.
func Protos() []l7.Proto { return nil }
