//go:build nfstream_no_vendor

// Package vendor is left out.
package vendor

import "github.com/nfstream/nfstream-go/l7"

// Protos returns nothing.
func Protos() []l7.Proto { return nil }
