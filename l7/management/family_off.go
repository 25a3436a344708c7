//go:build nfstream_no_management

// Package management has no protocols in a build with the tag nfstream_no_management.
package management

import "github.com/nfstream/nfstream-go/l7"

// Protos returns nil.
func Protos() []l7.Proto { return nil }
