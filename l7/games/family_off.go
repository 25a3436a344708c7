//go:build nfstream_no_games

// Package games is left out.
package games

import "github.com/nfstream/nfstream-go/l7"

// Protos returns nothing.
func Protos() []l7.Proto { return nil }
