//go:build nfstream_no_mining

// Package mining has no protocols in a build with the tag nfstream_no_mining.
package mining

import "github.com/nfstream/nfstream-go/l7"

// Protos returns nil.
func Protos() []l7.Proto { return nil }
