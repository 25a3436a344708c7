//go:build nfstream_no_industrial

// Package industrial is left out.
package industrial

import "github.com/nfstream/nfstream-go/l7"

// Protos returns nothing.
func Protos() []l7.Proto { return nil }
