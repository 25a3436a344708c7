//go:build nfstream_no_iot

// Package iot is left out.
package iot

import "github.com/nfstream/nfstream-go/l7"

// Protos returns nothing.
func Protos() []l7.Proto { return nil }
