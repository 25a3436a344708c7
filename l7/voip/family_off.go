//go:build nfstream_no_voip

// Package voip has no protocols in a build with the tag nfstream_no_voip.
package voip

import "github.com/nfstream/nfstream-go/l7"

// Protos returns nil.
func Protos() []l7.Proto { return nil }
