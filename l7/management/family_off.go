//go:build nfstream_no_management

// Package management has no protocols, as it is compiled with the tag nfstream_no_management.
package management

import "github.com/nfstream/nfstream-go/l7"

// Protos returns nil.
func Protos() []l7.Proto { return nil }
