//go:build nfstream_no_vpn

// Package vpn is left out.
package vpn

import "github.com/nfstream/nfstream-go/l7"

// Protos returns nothing.
func Protos() []l7.Proto { return nil }
