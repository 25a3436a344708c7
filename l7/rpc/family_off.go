//go:build nfstream_no_rpc

// Package rpc has no protocols, as it is compiled with the tag nfstream_no_rpc.
package rpc

import "github.com/nfstream/nfstream-go/l7"

// Protos returns nil.
func Protos() []l7.Proto { return nil }
