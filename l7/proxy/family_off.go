//go:build nfstream_no_proxy

// Package proxy has no protocols, as it is compiled with the tag nfstream_no_proxy. Its parsers are there.
package proxy

import "github.com/nfstream/nfstream-go/l7"

// Protos returns nil.
func Protos() []l7.Proto { return nil }

// Heuristics returns nothing.
func Heuristics() []l7.Proto { return nil }
