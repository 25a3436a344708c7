//go:build nfstream_no_product

// Package product is left out.
package product

import "github.com/nfstream/nfstream-go/l7"

// Protos returns nothing.
func Protos() []l7.Proto { return nil }
