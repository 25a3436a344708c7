//go:build nfstream_no_remote

// Package remote has no protocols, as it is compiled with the tag nfstream_no_remote.
package remote

import "github.com/nfstream/nfstream-go/l7"

// Protos returns nil.
func Protos() []l7.Proto { return nil }
